package dev.berth.dialect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a physical connection is to be opened, beyond user and password.
 *
 * @param loginTimeout for all of it, over every host
 * @param connectTimeout for the TCP connection to one host
 * @param socketTimeout for which an answer may be silent; zero: for ever
 * @param applicationName by which the database shows the session
 * @param sslMode the driver's word for how TLS is used
 * @param sslRootCert the file of the certificates to trust
 * @param pooler whether there is one between here and the database: it may refuse what it does not know
 * @param transactionPooler whether a pooler between gives each transaction another session
 */
public record ConnectSettings(
        Duration loginTimeout,
        Duration connectTimeout,
        Duration socketTimeout,
        @Nullable String applicationName,
        @Nullable String sslMode,
        @Nullable String sslRootCert,
        boolean pooler,
        boolean transactionPooler) {

    /**
     * For a dialect that has no names for these.
     *
     * @throws IllegalArgumentException when one is given that must not be passed over in silence
     */
    void refuseWhatIsNotStandard(String dialect) {
        refuse(dialect, "sslMode", sslMode != null);
        refuse(dialect, "sslRootCert", sslRootCert != null);
        refuse(dialect, "socketTimeout", !socketTimeout.isZero());
    }

    private static void refuse(String dialect, String property, boolean given) {
        if (given) {
            throw new IllegalArgumentException("The dialect " + dialect + " does not know how this driver calls "
                    + property + ": leave it out, and give the driver's own property in driverProperties");
        }
    }
}
