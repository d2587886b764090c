package dev.berth.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of bin/standalone.sh and bin/jboss-cli.sh without the shells: one process, so that ending it by
 * its id ends everything.
 */
record ServerCommand(Path home, Path base) {

    /** What bin/common.sh opens for the server on a modular JDK. */
    private static final List<String> MODULES = List.of(
            "--add-modules=java.se",
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

    List<String> server(List<String> javaOptions, Path properties) {
        List<String> command = java("-Xms64m", "-Xmx512m", "-XX:MaxMetaspaceSize=256m", "-D[Standalone]");
        command.add("-Djava.awt.headless=true");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-Dorg.jboss.boot.log.file=" + base.resolve("log/server.log"));
        command.add("-Dlogging.configuration="
                + base.resolve("configuration/logging.properties").toUri());
        command.addAll(javaOptions);
        command.addAll(modules("org.jboss.as.standalone"));
        command.add("-Djboss.home.dir=" + home);
        command.add("-Djboss.server.base.dir=" + base);
        command.add("--properties=" + properties);
        return command;
    }

    List<String> cli(String... arguments) {
        List<String> command = java("-Djboss.server.base.dir=" + base);
        command.add("-Djboss.cli.config=" + home.resolve("bin/jboss-cli.xml"));
        command.add("-Dlogging.configuration="
                + home.resolve("bin/jboss-cli-logging.properties").toUri());
        command.addAll(modules("org.jboss.as.cli"));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> java(String... first) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(first));
        command.addAll(MODULES);
        return command;
    }

    private List<String> modules(String main) {
        String jar = home.resolve("jboss-modules.jar").toString();
        return List.of("-jar", jar, "-mp", home.resolve("modules").toString(), main);
    }
}
