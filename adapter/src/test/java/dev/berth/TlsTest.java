package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.resource.ResourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a real server, whose certificate is for localhost alone. */
class TlsTest {

    private static final char[] NO_SECRET = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static Path ours;
    private static Path others;

    @BeforeAll
    static void certificates() throws Exception {
        ours = certificate("server");
        others = certificate("other");
        TestPostgres.asSuperuser(
                "ALTER SYSTEM SET ssl_cert_file = '" + ours + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + folder.resolve("server.key") + "'",
                "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()");
        Until.equal("on", () -> TestPostgres.column("SHOW ssl").get(0));
    }

    @AfterAll
    static void back() throws Exception {
        TestPostgres.asSuperuser(
                "ALTER SYSTEM RESET ssl",
                "ALTER SYSTEM RESET ssl_cert_file",
                "ALTER SYSTEM RESET ssl_key_file",
                "SELECT pg_reload_conf()");
        Until.equal("off", () -> TestPostgres.column("SHOW ssl").get(0));
    }

    /** A self-signed one for localhost, with its key beside it. */
    private static Path certificate(String name) throws Exception {
        var store = folder.resolve(name + ".p12");
        OwnProcess.run(
                Path.of("target/keytool.log").toAbsolutePath(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit"));
        var keys = KeyStore.getInstance(store.toFile(), NO_SECRET);
        Key key = keys.getKey(name, NO_SECRET);
        var keyFile = Files.createFile(
                folder.resolve(name + ".key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        return Files.writeString(
                folder.resolve(name + ".crt"),
                pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private static String encrypted(String host, String sslMode, Path rootCert) throws Exception {
        var factory = TestPostgres.factory();
        factory.setConnectionURL("jdbc:postgresql://" + host + ":" + TestPostgres.port() + "/postgres");
        factory.setSslMode(sslMode);
        factory.setSslRootCert(rootCert == null ? null : rootCert.toString());
        try (var lease = new Lease(factory);
                var handle = lease.handle()) {
            return Lease.one(handle, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        }
    }

    @Test
    void each_mode_does_what_it_says() throws Exception {
        assertEquals("f", encrypted("127.0.0.1", "disable", null));
        assertEquals("t", encrypted("127.0.0.1", "require", null));
        assertEquals("t", encrypted("127.0.0.1", "verify-ca", ours), "the name does not count");
        assertEquals("t", encrypted("localhost", "verify-full", ours));
    }

    @Test
    void a_root_certificate_alone_has_the_server_verified_in_full() throws Exception {
        assertEquals("t", encrypted("localhost", null, ours));
        assertThrows(ResourceException.class, () -> encrypted("127.0.0.1", null, ours), "the name counts");
    }

    @Test
    void another_server_is_not_let_pass_for_ours() {
        for (var mode : List.of("verify-ca", "verify-full")) {
            var refused = assertThrows(ResourceException.class, () -> encrypted("localhost", mode, others));
            assertTrue(refused.getMessage().contains("localhost"), refused::getMessage);
            assertEquals("08006", refused.getErrorCode(), refused::getMessage);
        }
        assertThrows(
                ResourceException.class, () -> encrypted("localhost", "verify-full", folder.resolve("missing.crt")));
    }

    // ---- what is told ----

    private record Told(String url, String sslMode, String driverProperties, String words) {}

    @TestFactory
    Stream<DynamicTest> anything_weaker_than_verify_full_is_told_where_the_host_is_not_this_one() {
        var far = "jdbc:postgresql://db.example.invalid/x";
        return Stream.of(
                        new Told(far, null, null, "is prefer"),
                        new Told(far, "disable", null, "in the clear"),
                        new Told(far, "require", null, "is require"),
                        new Told(far, "verify-ca", null, "is verify-ca"),
                        new Told(far, null, "sslmode=require", "is require"),
                        new Told(far + "?sslmode=allow", "verify-full", null, "is allow"),
                        new Told("jdbc:postgresql://127.0.0.1,db.example.invalid/x", null, null, "db.example.invalid"),
                        new Told(far, "verify-full", null, null),
                        new Told(far, null, "sslmode=verify-full", null),
                        new Told("jdbc:postgresql://localhost/x", "disable", null, null),
                        new Told("jdbc:postgresql://[::1]:5433/x", null, null, null))
                .map(told -> DynamicTest.dynamicTest("" + told, () -> {
                    try (var said = new Said()) {
                        var factory = TestPostgres.factory();
                        factory.setConnectionURL(told.url());
                        factory.setSslMode(told.sslMode());
                        factory.setDriverProperties(told.driverProperties());
                        factory.createConnectionFactory();
                        factory.createConnectionFactory();
                        var lines = said.warnings("verify-full");
                        assertEquals(told.words() == null ? 0 : 1, lines.size(), lines::toString);
                        assertTrue(lines.isEmpty() || lines.get(0).contains(told.words()), lines::toString);
                    }
                }));
    }
}
