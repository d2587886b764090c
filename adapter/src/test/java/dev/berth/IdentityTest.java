package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.managed.RequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose connection it is: Jakarta Connectors 2.1, chapter 10. */
class IdentityTest {

    private final JdbcManagedConnectionFactory factory = TestPostgres.factory();
    private final RequestInfo auditor = new RequestInfo(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD);

    private static Subject subject(JdbcManagedConnectionFactory of, String user, String password) {
        var credential = new PasswordCredential(user, password.toCharArray());
        credential.setManagedConnectionFactory(of);
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }

    private String userOf(Subject subject, RequestInfo request) throws Exception {
        ManagedConnection managed = factory.createManagedConnection(subject, request);
        try {
            return Lease.one((Connection) managed.getConnection(subject, request), "SELECT current_user");
        } finally {
            managed.destroy();
        }
    }

    @Test
    @Obligation({12, 66, 68})
    void the_subject_wins_then_the_request_then_the_configuration() throws Exception {
        var subject = subject(factory, TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD);
        assertEquals(TestPostgres.USER, userOf(null, null));
        assertEquals(TestPostgres.USER, userOf(null, RequestInfo.CONFIGURED));
        assertEquals(TestPostgres.OTHER_USER, userOf(null, auditor));
        assertEquals(TestPostgres.OTHER_USER, userOf(subject, null));
        assertEquals(
                TestPostgres.OTHER_USER, userOf(subject, new RequestInfo(TestPostgres.USER, TestPostgres.PASSWORD)));
        assertEquals(TestPostgres.USER, userOf(new Subject(), null));
    }

    @Test
    @Obligation(66)
    void credentials_for_other_factories_are_not_used() {
        var other = TestPostgres.factory();
        other.setLoginTimeout(99);
        var subject = subject(other, TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD);
        assertThrows(SecurityException.class, () -> factory.createManagedConnection(subject, null));
    }

    @Test
    @Obligation(70)
    void a_connection_does_not_change_its_identity() throws Exception {
        try (var lease = new Lease(factory)) {
            assertThrows(SecurityException.class, () -> lease.managed.getConnection(null, auditor));
            assertEquals("1", Lease.one(lease.handle(), "SELECT 1"));
        }
    }

    @Test
    void a_password_file_is_read_anew_for_each_physical_connection(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("password"), "not yet");
        factory.setPassword("${file:" + file + "}");
        assertThrows(SecurityException.class, () -> userOf(null, null));
        Files.writeString(file, TestPostgres.PASSWORD + System.lineSeparator());
        assertEquals(TestPostgres.USER, userOf(null, null));
    }

    @Test
    void a_hash_does_where_a_server_takes_every_dollar(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("password"), TestPostgres.PASSWORD);
        factory.setPassword("#{file:" + file + "}");
        assertEquals(TestPostgres.USER, userOf(null, null));
    }

    @Test
    void what_a_caller_gives_is_taken_literally_and_reads_no_file(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("password"), TestPostgres.OTHER_PASSWORD);
        assertThrows(
                SecurityException.class,
                () -> userOf(null, new RequestInfo(TestPostgres.OTHER_USER, "${file:" + file + "}")));
    }
}
