package dev.berth;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.AuthenticationMechanism;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;

/**
 * The resource adapter as a server starts and stops it (Jakarta Connectors 2.1, chapter 6). It has no properties and no
 * inbound side; connection factories are configured on {@link JdbcManagedConnectionFactory}.
 */
@Connector(
        displayName = "Berth",
        description = "JDBC resource adapter: the server owns pooling, XA enlistment and matching",
        vendorName = "Berth",
        eisType = "JDBC database",
        version = "0.1.0",
        transactionSupport = TransactionSupportLevel.XATransaction,
        reauthenticationSupport = false,
        authMechanisms =
                @AuthenticationMechanism(
                        authMechanism = "BasicPassword",
                        credentialInterface = AuthenticationMechanism.CredentialInterface.PasswordCredential))
public final class JdbcResourceAdapter implements ResourceAdapter {

    private static final System.Logger LOG = System.getLogger("dev.berth");

    private final Watches watches = new Watches();

    /** A factory may be used before this is called, and works: here begins only what is looked after by a timer. */
    @Override
    public void start(BootstrapContext context) {
        try {
            watches.begin(context.createTimer(), context.createTimer());
        } catch (UnavailableException | UnsupportedOperationException refused) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The server has no timer: connections are looked after when they are borrowed, and nobody warns of"
                            + " leaks and of old transactions",
                    refused);
        }
    }

    Watches watches() {
        return watches;
    }

    /** Ends the timers and what JMX shows, and gives back what drivers in the archive registered of themselves, so that its class loader can go. */
    @Override
    public void stop() {
        watches.close();
        var own = getClass().getClassLoader();
        DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == own)
                .filter(driver -> own != ClassLoader.getSystemClassLoader())
                .toList()
                .forEach(driver -> {
                    try {
                        DriverManager.deregisterDriver(driver);
                    } catch (SQLException failure) {
                        LOG.log(System.Logger.Level.WARNING, "The driver stays registered: " + driver, failure);
                    }
                });
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        throw new NotSupportedException("Berth has no inbound side: no message endpoint can be activated");
    }

    /** Never called with effect: no endpoint was activated. */
    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

    /** Null: there are no activation specs to recover for (14.5.2). */
    @Override
    @SuppressWarnings("NullAway") // the interface is older than nullness annotations
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return null;
    }

    @Override
    public boolean equals(Object other) {
        return other != null && getClass() == other.getClass();
    }

    @Override
    public int hashCode() {
        return getClass().hashCode();
    }
}
