package dev.berth;

import dev.berth.config.JdbcConfig;
import dev.berth.config.Placeholders;
import dev.berth.handle.ConnectionHandle;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.ConnectionDefinition;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The bean that a server configures: one per DataSource (Jakarta Connectors 2.1, 7.5.3). Only {@code connectionURL},
 * {@code userName} and {@code password} are needed; the rest follows. The configuration is frozen at first use: what
 * cannot be used is refused with {@link jakarta.resource.spi.InvalidPropertyException}, later changes with
 * {@link IllegalStateException}.
 *
 * <p>Two factories are equal when they are configured alike. A literal password is never serialised.
 */
@ConnectionDefinition(
        connectionFactory = javax.sql.DataSource.class,
        connectionFactoryImpl = JdbcDataSource.class,
        connection = java.sql.Connection.class,
        connectionImpl = ConnectionHandle.class)
public final class JdbcManagedConnectionFactory extends FactoryBase {

    @Serial
    private static final long serialVersionUID = 1L;

    @ConfigProperty(
            description = "The database, as its driver writes it: jdbc:postgresql://host:5432/database. The driver, the"
                    + " dialect and the transaction level follow from it. No password in it: URLs get into logs.")
    private @Nullable String connectionURL;

    @ConfigProperty(description = "Whom to connect as, where neither the server nor the application says another.")
    private @Nullable String userName;

    @ConfigProperty(
            confidential = true,
            description = "Of userName; best ${file:/run/secrets/db} or ${env:DB_PASSWORD}: looked up anew for each"
                    + " physical connection, so that a rotated one is picked up, and written down nowhere.")
    private transient @Nullable String password;

    @ConfigProperty(
            description = "By class name instead of by URL: an XADataSource, ConnectionPoolDataSource or DataSource of"
                    + " any driver. For XA on databases other than PostgreSQL.")
    private @Nullable String dataSourceClass;

    @ConfigProperty(
            description = "name=value pairs between semicolons, for the driver or as bean properties of"
                    + " dataSourceClass. A name that the driver does not know is refused.")
    private @Nullable String driverProperties;

    @ConfigProperty(description = "postgresql or standard, where it does not follow from the URL or the class.")
    private @Nullable String dialect;

    @ConfigProperty(
            description = "XATransaction, LocalTransaction or NoTransaction; the highest that the database offers where"
                    + " it is left out.")
    private @Nullable String transactionLevel;

    @ConfigProperty(
            type = Integer.class,
            defaultValue = "10",
            description = "Seconds, 1 to 3600: how long opening a physical connection may take; a host that does not"
                    + " answer must not hold a borrower for ever.")
    private Integer loginTimeout = 10;

    @ConfigProperty(
            type = Integer.class,
            defaultValue = "5",
            description = "Seconds, 1 to 3600: how long a validation may take; one without a bound can block a whole"
                    + " pool.")
    private Integer validationTimeout = 5;

    @ConfigProperty(
            type = Boolean.class,
            defaultValue = "true",
            description =
                    "A commit fails when the database has thrown the work away after a failed statement. Dangerous"
                            + " when false: the commit then returns as if it had been done.")
    private Boolean strictCommit = true;

    @ConfigProperty(
            type = Boolean.class,
            defaultValue = "false",
            description = "A branch that wrote nothing is committed at prepare and votes XA_RDONLY, which saves two"
                    + " flushes. Not where functions notify: that NOTIFY would be sent before the decision.")
    private Boolean readOnlyVote = false;

    @ConfigProperty(
            defaultValue = "off",
            description = "server gives what is left of the transaction's timeout to the database with its first"
                    + " statement, at one round trip; off leaves it to the transaction manager, which cancels.")
    private String transactionTimeout = "off";

    @Override
    JdbcConfig.Raw raw() {
        return new JdbcConfig.Raw(
                connectionURL,
                userName,
                password,
                dataSourceClass,
                driverProperties,
                dialect,
                transactionLevel,
                loginTimeout,
                validationTimeout,
                strictCommit,
                readOnlyVote,
                transactionTimeout);
    }

    /** A literal password stays behind; one that is made of placeholders goes along. */
    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeObject(password != null && Placeholders.only(password) ? password : null);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        password = (String) in.readObject();
    }

    // ---- properties; their descriptions stand at the fields ----

    public @Nullable String getConnectionURL() {
        return connectionURL;
    }

    public void setConnectionURL(@Nullable String value) {
        changing("connectionURL");
        connectionURL = value;
    }

    public @Nullable String getUserName() {
        return userName;
    }

    public void setUserName(@Nullable String value) {
        changing("userName");
        userName = value;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String value) {
        changing("password");
        password = value;
    }

    public @Nullable String getDataSourceClass() {
        return dataSourceClass;
    }

    public void setDataSourceClass(@Nullable String value) {
        changing("dataSourceClass");
        dataSourceClass = value;
    }

    public @Nullable String getDriverProperties() {
        return driverProperties;
    }

    public void setDriverProperties(@Nullable String value) {
        changing("driverProperties");
        driverProperties = value;
    }

    public @Nullable String getDialect() {
        return dialect;
    }

    public void setDialect(@Nullable String value) {
        changing("dialect");
        dialect = value;
    }

    public @Nullable String getTransactionLevel() {
        return transactionLevel;
    }

    public void setTransactionLevel(@Nullable String value) {
        changing("transactionLevel");
        transactionLevel = value;
    }

    public Integer getLoginTimeout() {
        return loginTimeout;
    }

    public void setLoginTimeout(Integer value) {
        changing("loginTimeout");
        loginTimeout = value;
    }

    public Integer getValidationTimeout() {
        return validationTimeout;
    }

    public void setValidationTimeout(Integer value) {
        changing("validationTimeout");
        validationTimeout = value;
    }

    public Boolean getStrictCommit() {
        return strictCommit;
    }

    public void setStrictCommit(Boolean value) {
        changing("strictCommit");
        strictCommit = value;
    }

    public Boolean getReadOnlyVote() {
        return readOnlyVote;
    }

    public void setReadOnlyVote(Boolean value) {
        changing("readOnlyVote");
        readOnlyVote = value;
    }

    public String getTransactionTimeout() {
        return transactionTimeout;
    }

    public void setTransactionTimeout(String value) {
        changing("transactionTimeout");
        transactionTimeout = value;
    }
}
