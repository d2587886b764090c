package dev.berth.deploy;

import jakarta.ejb.Singleton;
import jakarta.resource.ConnectionFactoryDefinition;

/** Declares java:app/jdbc/defined over the .rar of its own EAR. */
@Singleton
@ConnectionFactoryDefinition(
        name = "java:app/jdbc/defined",
        interfaceName = "javax.sql.DataSource",
        resourceAdapter = "#berth",
        minPoolSize = 0,
        maxPoolSize = 5,
        properties = {
            "connectionURL=${berth.bank.url}",
            "userName=${berth.bank.user}",
            "password=${berth.bank.password}"
        })
public class DefinedFactory {}
