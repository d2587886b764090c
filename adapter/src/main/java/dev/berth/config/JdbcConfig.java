package dev.berth.config;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection factory's configuration, checked and frozen. What cannot be used is rejected with a
 * {@link ConfigException}, never repaired.
 *
 * @param url the database, as its driver writes it; null where {@code dataSourceClass} needs none
 * @param credentials of the configuration, with their placeholders
 * @param dataSourceClass a DataSource, ConnectionPoolDataSource or XADataSource of the driver; null: by the URL
 * @param driverProperties for the driver, or the bean properties of {@code dataSourceClass}
 * @param dialect a dialect's name; null: found by the URL or the class
 * @param transactionLevel the level asked for; null: the highest that the database offers
 * @param loginTimeout how long opening a physical connection may take
 * @param validationTimeout how long a check of a connection may take
 * @param strictCommit whether a commit of work that the database threw away fails
 * @param readOnlyVote whether a branch that wrote nothing is committed at prepare
 * @param serverTimeout whether the transaction's timeout is given to the database
 * @param inDoubtAlarm how old a prepared transaction may get before it is warned of; zero: never
 * @param allowHeuristics whether prepared transactions may be ended by hand
 */
public record JdbcConfig(
        @Nullable String url,
        Credentials credentials,
        @Nullable String dataSourceClass,
        Map<String, String> driverProperties,
        @Nullable String dialect,
        @Nullable TransactionSupportLevel transactionLevel,
        Duration loginTimeout,
        Duration validationTimeout,
        boolean strictCommit,
        boolean readOnlyVote,
        boolean serverTimeout,
        Duration inDoubtAlarm,
        boolean allowHeuristics) {

    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("(?i)[?&;:](password|passwd|pwd)=|//[^/?@]*:[^/?@]*@");

    public JdbcConfig {
        if (url == null && dataSourceClass == null) {
            throw new ConfigException(
                    "connectionURL",
                    "is missing: set it, for example jdbc:postgresql://host/database, or set dataSourceClass");
        }
        if (url != null && !Placeholders.in(url) && !url.startsWith("jdbc:")) {
            throw new ConfigException("connectionURL", "'" + redacted(url) + "' is no JDBC URL: it starts with jdbc:");
        }
        if (url != null && PASSWORD_IN_URL.matcher(url).find()) {
            throw new ConfigException(
                    "connectionURL",
                    "'" + redacted(url) + "' holds a password, and URLs get into logs: use the property password");
        }
        if (credentials.user() == null && credentials.password() != null) {
            throw new ConfigException("userName", "is missing, though password is set: set both, or neither");
        }
    }

    /** From the text and numbers of a bean. */
    public static JdbcConfig of(Raw raw) {
        return new JdbcConfig(
                blankIsNull(raw.connectionURL()),
                new Credentials(blankIsNull(raw.userName()), raw.password(), true),
                blankIsNull(raw.dataSourceClass()),
                DriverProperties.parse(raw.driverProperties()),
                blankIsNull(raw.dialect()),
                level(blankIsNull(raw.transactionLevel())),
                seconds("loginTimeout", raw.loginTimeout(), 1, 3600),
                seconds("validationTimeout", raw.validationTimeout(), 1, 3600),
                raw.strictCommit(),
                raw.readOnlyVote(),
                server(raw.transactionTimeout()),
                seconds("inDoubtAlarm", raw.inDoubtAlarm(), 0, 604_800),
                raw.allowHeuristics());
    }

    /** What a bean holds before it is looked at. */
    public record Raw(
            @Nullable String connectionURL,
            @Nullable String userName,
            @Nullable String password,
            @Nullable String dataSourceClass,
            @Nullable String driverProperties,
            @Nullable String dialect,
            @Nullable String transactionLevel,
            int loginTimeout,
            int validationTimeout,
            boolean strictCommit,
            boolean readOnlyVote,
            String transactionTimeout,
            int inDoubtAlarm,
            boolean allowHeuristics) {

        @Override
        public String toString() {
            return "Raw[" + (connectionURL == null ? dataSourceClass : redacted(connectionURL)) + "]";
        }
    }

    private static @Nullable TransactionSupportLevel level(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(TransactionSupportLevel.values())
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "transactionLevel",
                        "'" + name + "' is none of " + Arrays.toString(TransactionSupportLevel.values())
                                + ": take one of them, or leave it out"));
    }

    private static boolean server(String transactionTimeout) {
        return switch (transactionTimeout) {
            case "off" -> false;
            case "server" -> true;
            default ->
                throw new ConfigException(
                        "transactionTimeout",
                        "'" + transactionTimeout + "' is neither off nor server: take one of them");
        };
    }

    private static Duration seconds(String property, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigException(property, value + " is not between " + least + " and " + most + " seconds");
        }
        return Duration.ofSeconds(value);
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** A URL as it may be shown: without the values of parameters that look like secrets. */
    public static String redacted(String url) {
        return url.replaceAll("(?i)([?&;:][^=&;]*(?:password|passwd|pwd|secret|token)[^=&;]*=)[^&;]*", "$1***")
                .replaceAll("//([^/?@:]*):[^/?@]*@", "//$1:***@");
    }

    /** The database for logs and messages: no secret. */
    public String database() {
        var shown = new TreeMap<>(driverProperties);
        shown.replaceAll((name, value) -> DriverProperties.secret(name) ? "***" : value);
        return (url == null ? "" + dataSourceClass : redacted(url)) + (shown.isEmpty() ? "" : " with " + shown);
    }

    @Override
    public String toString() {
        return "JdbcConfig[" + database() + ", " + credentials + "]";
    }
}
