package dev.berth.config;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
 * @param strictCommit whether a commit of work that the database threw away fails
 * @param readOnlyVote whether a branch that wrote nothing is committed at prepare
 * @param serverTimeout whether the transaction's timeout is given to the database
 * @param inDoubtAlarm how old a prepared transaction may get before it is warned of; zero: never
 * @param allowHeuristics whether prepared transactions may be ended by hand
 * @param connecting how physical connections are opened
 * @param lifetimes how long they are kept, and when they are asked whether they work
 * @param session what every user starts with
 * @param observation what is watched and told
 */
public record JdbcConfig(
        @Nullable String url,
        Credentials credentials,
        @Nullable String dataSourceClass,
        Map<String, String> driverProperties,
        @Nullable String dialect,
        @Nullable TransactionSupportLevel transactionLevel,
        boolean strictCommit,
        boolean readOnlyVote,
        boolean serverTimeout,
        Duration inDoubtAlarm,
        boolean allowHeuristics,
        Connecting connecting,
        Lifetimes lifetimes,
        SessionDefaults session,
        Observation observation) {

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
        if (connecting.credentialsProvider() != null && credentials.password() != null) {
            throw new ConfigException(
                    "credentialsProvider",
                    "gives the password, and there is another in password: leave one of them out");
        }
        PoolerMode.check(connecting.pooler(), transactionLevel, session);
    }

    /** From the text and numbers of a bean. */
    public static JdbcConfig of(RawConfig raw) {
        return new JdbcConfig(
                Checked.text(raw.connectionURL()),
                new Credentials(Checked.text(raw.userName()), raw.password(), true),
                Checked.text(raw.dataSourceClass()),
                DriverProperties.parse(raw.driverProperties()),
                Checked.text(raw.dialect()),
                level(Checked.text(raw.transactionLevel())),
                raw.strictCommit(),
                raw.readOnlyVote(),
                Checked.choice("transactionTimeout", raw.transactionTimeout(), List.of("off", "server"))
                        .equals("server"),
                Checked.seconds("inDoubtAlarm", raw.inDoubtAlarm(), 0, 604_800),
                raw.allowHeuristics(),
                Connecting.of(raw),
                Lifetimes.of(raw),
                SessionDefaults.of(raw),
                Observation.of(raw));
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
