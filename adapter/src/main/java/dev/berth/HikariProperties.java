package dev.berth;

import dev.berth.PoolSettings.Setting;
import dev.berth.config.ConfigException;
import java.sql.Driver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings by name: our own, and HikariCP's as they are, so that a file of its properties can be pasted. */
final class HikariProperties {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OF_DRIVER = "dataSource.";
    private static final String OBJECT = "is an object of HikariCP's own, which has no meaning here: remove it";

    /** What a name becomes: the property that it sets, ours by name, and how. */
    record Rule(String becomes, Setting setting) {}

    private static final Map<String, Rule> RULES = new TreeMap<>();

    static {
        as("url", "connectionURL", HikariProperties::url);
        as("jdbcUrl", "connectionURL", HikariProperties::url);
        as("connectionURL", "connectionURL", HikariProperties::url);
        text("user", "userName");
        text("username", "userName");
        text(OF_DRIVER + "user", "userName");
        text(OF_DRIVER + "password", "password");
        text("dataSourceClassName", "dataSourceClass");
        milliseconds("keepaliveTime");
        milliseconds("maxLifetime");
        milliseconds("validationTimeout");
        milliseconds("leakDetectionThreshold");
        as("transactionIsolation", "transactionIsolation", HikariProperties::isolation);
        as("initializationFailTimeout", "checkOnStart", HikariProperties::atStart);
        as("driverClassName", "driverClassName", HikariProperties::driver);
        only("registerMbeans", "false", "a pool of Java SE is not in JMX: remove it, and ask snapshot()");
        either("isolateInternalQueries"); // ours never stand in the user's transaction
        either("allowPoolSuspension"); // suspend() is always there, and costs nothing
        refused("connectionTestQuery", "is not needed: the driver's isValid is asked, which is less work; remove it");
        refused("catalog", "is the database in the URL: remove it");
        refused("dataSourceJNDI", "would pool what another pools: give jdbcUrl, or dataSourceClassName");
        refused("exceptionOverrideClassName", "is not asked: the driver's SQLStates decide what is broken; remove it");
        refused(
                "credentialsProviderClassName",
                "is HikariCP's interface: implement ours, and name it in" + " credentialsProvider");
        for (var object : Set.of("metricRegistry", "healthCheckRegistry", "metricsTrackerFactory")) {
            refused(object, OBJECT + ", and ask snapshot()");
        }
        for (var object : Set.of("threadFactory", "scheduledExecutor", "dataSource", "exceptionOverride")) {
            refused(object, OBJECT);
        }
    }

    private HikariProperties() {}

    // ---- setting ----

    /** Sets each of them. */
    static void setAll(PoolBuilder builder, Properties properties) {
        var from = new LinkedHashMap<String, String>();
        var driver = new TreeMap<String, String>();
        for (var name : names(properties)) {
            var text = text(properties, name);
            var target = target(name);
            if (target.startsWith(OF_DRIVER)) {
                driver.put(target.substring(OF_DRIVER.length()), text);
                continue;
            }
            var other = from.put(target, name);
            if (other != null) {
                throw new ConfigException(name, "says the same as " + other + ", which is there too: keep one of them");
            }
            set(builder, name, text);
        }
        if (!driver.isEmpty()) {
            builder.property("driverProperties", pairs(driver, properties.getProperty("driverProperties", "")));
        }
    }

    private static Set<String> names(Properties properties) {
        var names = new TreeSet<>(properties.stringPropertyNames()); // with the defaults of it
        properties.keySet().forEach(name -> names.add(String.valueOf(name)));
        return names;
    }

    /** Whoever fills it by hand puts numbers in too. */
    private static String text(Properties properties, String name) {
        var value = properties.get(name);
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        var text = properties.getProperty(name);
        if (text == null) {
            throw new ConfigException(name, "is an object, not text: write its value as text, or remove it");
        }
        return text;
    }

    private static String pairs(Map<String, String> driver, String own) {
        var pairs = new StringBuilder(own);
        driver.forEach((name, value) -> {
            if (value.contains(";") || value.lines().count() > 1) {
                throw new ConfigException(
                        OF_DRIVER + name, "has a semicolon or a line end in it: set it in the driver's URL");
            }
            pairs.append(pairs.isEmpty() ? "" : ";").append(name).append('=').append(value);
        });
        return pairs.toString();
    }

    /** The one property of ours that it sets. */
    private static String target(String name) {
        var rule = RULES.get(name);
        return rule == null ? name : rule.becomes();
    }

    static void set(PoolBuilder builder, String name, String text) {
        var rule = RULES.get(name);
        var own = PoolSettings.ALL.get(name);
        if (rule != null) {
            rule.setting().set(builder, name, text);
        } else if (own != null) {
            own.set(builder, name, text);
        } else if (FactorySetting.names().contains(name)) {
            builder.property(name, text);
        } else {
            throw FactorySetting.unknown(name, known());
        }
    }

    /** Every name that is understood, be it to be refused. */
    static Set<String> known() {
        var known = new TreeSet<>(RULES.keySet());
        known.addAll(PoolSettings.ALL.keySet());
        known.addAll(FactorySetting.names());
        return known;
    }

    // ---- kinds of rules ----

    private static void as(String name, String becomes, Setting setting) {
        RULES.put(name, new Rule(becomes, setting));
    }

    private static void text(String name, String becomes) {
        as(name, becomes, (builder, from, text) -> builder.property(becomes, text));
    }

    private static void milliseconds(String name) {
        as(name, name, (builder, from, text) -> {
            int seconds = TimeText.in(SECOND, name, TimeText.parse(name, text, MILLISECOND));
            builder.property(name, Integer.toString(seconds));
        });
    }

    private static void only(String name, String value, String why) {
        as(name, name, (builder, from, text) -> {
            if (FactorySetting.yes(name, text) != Boolean.parseBoolean(value)) {
                throw new ConfigException(name, "'" + text + "' cannot be had, only " + value + ": " + why);
            }
        });
    }

    private static void either(String name) {
        as(name, name, (builder, from, text) -> FactorySetting.yes(name, text));
    }

    private static void refused(String name, String why) {
        as(name, name, (builder, from, text) -> {
            throw new ConfigException(name, "'" + text + "' " + why);
        });
    }

    // ---- single ones ----

    private static void url(PoolBuilder builder, String name, String text) {
        builder.url(text);
    }

    private static void isolation(PoolBuilder builder, String name, String text) {
        var plain = text.strip().toUpperCase(Locale.ROOT).replaceFirst("^TRANSACTION_", "");
        var byNumber =
                Map.of("1", "READ_UNCOMMITTED", "2", "READ_COMMITTED", "4", "REPEATABLE_READ", "8", "SERIALIZABLE");
        builder.property(name, byNumber.getOrDefault(plain, plain));
    }

    /** HikariCP tries for that long; here the first answer decides, and loginTimeout is how long it may take. */
    private static void atStart(PoolBuilder builder, String name, String text) {
        var time = TimeText.parse(name, text, MILLISECOND);
        builder.property("checkOnStart", time.isNegative() ? "off" : time.isZero() ? "warn" : "fail");
    }

    /** Loaded, so that it registers itself; which driver is asked follows from the URL. */
    private static void driver(PoolBuilder builder, String name, String text) {
        var loader = Thread.currentThread().getContextClassLoader();
        try {
            var type = Class.forName(
                    text.strip(), true, loader == null ? HikariProperties.class.getClassLoader() : loader);
            if (!Driver.class.isAssignableFrom(type)) {
                throw new ClassNotFoundException(type + " is another class");
            }
        } catch (ClassNotFoundException | LinkageError none) {
            throw new ConfigException(
                    name, "'" + text + "' is no JDBC driver on the class path: put it there, or remove it", none);
        }
    }
}
