package dev.berth.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a URL says, as the driver reads it. */
class PostgresUrlTest {

    private final Dialect dialect = new PostgresDialect();

    @Test
    void hosts_with_their_ports_in_order() {
        assertEquals(List.of("a:1", "b:5432", "[::1]:5"), dialect.hosts("jdbc:postgresql://a:1,b,[::1]:5/db?x=y"));
        assertEquals(List.of("localhost:5432"), dialect.hosts("jdbc:postgresql:db"));
        assertEquals(List.of("localhost:5432"), dialect.hosts("jdbc:postgresql://"));
        assertEquals(List.of("h:5432"), dialect.hosts("jdbc:postgresql://h/"));
        assertEquals(List.of("h:77"), dialect.hosts("jdbc:postgresql:db?host=h&port=77"));
        assertEquals(
                List.of("h:5432"),
                dialect.hosts("jdbc:postgresql://h/${env:DB}?user=${env:U}".replace("${env:DB}", "db")));
    }

    @Test
    void no_hosts_where_they_cannot_be_told() {
        for (var url : List.of(
                "jdbc:postgresql://${env:HOST}/db",
                "jdbc:postgresql://#{env:HOST}:5432/db",
                "jdbc:postgresql://h:x/db",
                "jdbc:postgresql://h",
                "jdbc:postgresql:/",
                "jdbc:h2:mem:")) {
            assertEquals(List.of(), dialect.hosts(url), url);
        }
        assertEquals(List.of(), new StandardDialect().hosts("jdbc:postgresql://h/db"));
    }

    @Test
    void names_of_properties() {
        assertEquals(
                Set.of("sslmode", "ssl", "user"),
                dialect.urlProperties("jdbc:postgresql://h/db?sslmode=require&ssl&&user=${env:U}&sslmode=x=y"));
        assertEquals(Set.of(), dialect.urlProperties("jdbc:postgresql://h/db"));
        assertEquals(Set.of(), dialect.urlProperties("jdbc:postgresql://h/db?"));
    }

    @Test
    void the_name_of_the_database() {
        assertEquals("db", dialect.databaseName("jdbc:postgresql://h,i:5/db?x=y"));
        assertEquals("d b", dialect.databaseName("jdbc:postgresql://h/d%20b"));
        assertEquals("db", dialect.databaseName("jdbc:postgresql:db"));
        assertNull(dialect.databaseName("jdbc:postgresql://h/"));
        assertNull(dialect.databaseName("jdbc:postgresql:"));
        assertNull(dialect.databaseName("jdbc:postgresql://h/${env:DB}"));
        assertNull(dialect.databaseName("jdbc:postgresql://h:x/db"));
    }

    @Test
    void a_primary_is_wanted_where_it_is_demanded() {
        assertTrue(dialect.wantsPrimary("jdbc:postgresql://a,b/db?targetServerType=primary", Map.of()));
        assertTrue(dialect.wantsPrimary("jdbc:postgresql://a,b/db?targetServerType=master", Map.of()));
        assertTrue(dialect.wantsPrimary("jdbc:postgresql://${env:H}/db?targetServerType=primary", Map.of()));
        assertTrue(dialect.wantsPrimary("jdbc:postgresql://a,b/db", Map.of("targetServerType", "primary")));
        assertTrue(dialect.wantsPrimary(null, Map.of("targetServerType", "primary")));
        assertFalse(dialect.wantsPrimary("jdbc:postgresql://a,b/db", Map.of()));
        assertFalse(dialect.wantsPrimary(null, Map.of()));
        assertFalse(dialect.wantsPrimary("jdbc:postgresql://a,b/db?targetServerType=preferPrimary", Map.of()));
        assertFalse(dialect.wantsPrimary(
                "jdbc:postgresql://a,b/db?targetServerType=secondary", Map.of("targetServerType", "primary")));
    }

    private record Tls(String url, Map<String, String> properties, String sslMode, String mode) {}

    @Test
    void weak_tls_with_another_machine_is_told() {
        var far = "jdbc:postgresql://db.example/db";
        for (var given : List.of(
                new Tls(far, Map.of(), null, "prefer"),
                new Tls(far, Map.of(), "disable", "disable"),
                new Tls(far, Map.of(), "require", "require"),
                new Tls(far, Map.of(), "verify-ca", "verify-ca"),
                new Tls(far + "?sslmode=allow", Map.of(), "verify-full", "allow"),
                new Tls(far, Map.of("sslmode", "require"), "verify-full", "require"),
                new Tls(far, Map.of("sslMode", "require"), null, "require"),
                new Tls(far + "?sslmode=verify-ca", Map.of("sslmode", "verify-full"), null, "verify-ca"),
                new Tls("jdbc:postgresql://localhost,10.0.0.1/db", Map.of(), null, "prefer"),
                new Tls("jdbc:postgresql://[2001:db8::1]:5432/db", Map.of(), null, "prefer"),
                new Tls("jdbc:postgresql://127.0.0.1.example/db", Map.of(), null, "prefer"),
                new Tls(null, Map.of("serverName", "db.example"), null, "prefer"))) {
            var warning = dialect.weakTls(given.url(), given.properties(), given.sslMode());
            assertTrue(warning.orElse("none").contains(" is " + given.mode() + ": "), given + " came to " + warning);
            assertTrue(warning.get().contains("verify-full"), warning.get());
        }
    }

    @Test
    void no_word_about_tls_that_is_strong_or_not_needed() {
        var far = "jdbc:postgresql://db.example/db";
        for (var given : List.of(
                new Tls(far, Map.of(), "verify-full", ""),
                new Tls(far + "?sslmode=verify-full", Map.of("sslmode", "disable"), "disable", ""),
                new Tls(far, Map.of("sslMode", "verify-full"), null, ""),
                new Tls(far + "?ssl=true", Map.of(), null, ""),
                new Tls(far + "?ssl", Map.of(), null, ""),
                new Tls(far, Map.of("ssl", "true"), null, ""),
                new Tls(far, Map.of(), "no such mode", ""), // the driver refuses it
                new Tls("jdbc:postgresql:db", Map.of(), null, ""),
                new Tls("jdbc:postgresql://LOCALHOST:5433/db", Map.of(), null, ""),
                new Tls("jdbc:postgresql://127.0.0.1,127.1.2.3:5/db", Map.of(), null, ""),
                new Tls("jdbc:postgresql://[::1]:5/db", Map.of(), null, ""),
                new Tls("jdbc:postgresql://[0:0:0:0:0:0:0:1]/db", Map.of(), null, ""),
                new Tls("jdbc:postgresql://${env:HOST}/db", Map.of(), null, ""), // not known here
                new Tls(null, Map.of(), null, ""),
                new Tls(null, Map.of("serverName", "${env:HOST}"), null, ""),
                new Tls(null, Map.of("serverNames", "localhost, 127.0.0.1"), null, ""))) {
            assertEquals(
                    Optional.empty(),
                    dialect.weakTls(given.url(), given.properties(), given.sslMode()),
                    given.toString());
        }
    }
}
