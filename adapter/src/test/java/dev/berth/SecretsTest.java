package dev.berth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.config.Credentials;
import dev.berth.config.CredentialsProvider.Supplied;
import dev.berth.config.JdbcConfig;
import dev.berth.dialect.SessionSetup;
import dev.berth.managed.ConnectionSource;
import dev.berth.managed.RequestInfo;
import dev.berth.managed.StartCheck;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.naming.NamingException;
import javax.naming.Referenceable;
import javax.security.auth.Subject;
import javax.sql.DataSource;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** All that is said, thrown, logged or written down, searched for the literal password. */
class SecretsTest {

    private static final String WRONG = "wr0ng-s3cr3t";

    private final Logger logger = Logger.getLogger("dev.berth");
    private final StringBuffer said = new StringBuffer();
    private final Handler everything = new Handler() {
        private final Formatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            said.append(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        everything.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.addHandler(everything);
    }

    @AfterEach
    void nothing_was_said() {
        logger.removeHandler(everything);
        logger.setLevel(null);
        var all = said.toString();
        for (var secret : List.of(TestPostgres.PASSWORD, TestPostgres.OTHER_PASSWORD, WRONG, "hunter2")) {
            assertFalse(all.contains(secret), () -> "a secret shows: " + all);
        }
        assertFalse(all.isEmpty());
    }

    private void say(Object object) {
        said.append(object).append('\n');
    }

    private void fails(Executable call) {
        var text = new StringWriter();
        assertThrows(Throwable.class, call).printStackTrace(new PrintWriter(text));
        say(text);
    }

    private void serialised(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        say(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    @Test
    @Obligation({69, 72})
    void in_the_life_of_a_connection() throws Exception {
        var log = new StringWriter();
        var factory = TestPostgres.factory();
        factory.setLogWriter(new PrintWriter(log));
        say(factory);
        say(factory.createConnectionFactory());
        try (var lease = new Lease(factory)) {
            say(lease.managed);
            var handle = lease.handle();
            for (Object object : List.of(
                    handle,
                    handle.createStatement(),
                    handle.prepareStatement("SELECT 1"),
                    handle.prepareCall("SELECT 1"),
                    handle.createStatement().executeQuery("SELECT 1"),
                    handle.getMetaData(),
                    handle.createArrayOf("int4", new Object[] {1}),
                    lease.managed.getMetaData(),
                    lease.managed.getXAResource(),
                    lease.managed.getLocalTransaction(),
                    handle.getMetaData().getURL(),
                    handle.getClientInfo())) {
                say(object);
            }
            var xid = Branches.next();
            lease.managed.getXAResource().start(xid, XAResource.TMNOFLAGS);
            fails(handle::commit);
            fails(() -> Lease.run(handle, "SELECT 1/0"));
            lease.managed.getXAResource().end(xid, XAResource.TMSUCCESS);
            fails(() -> lease.managed.getXAResource().prepare(xid));
            TestPostgres.endBackend(Lease.backend(handle));
            fails(() -> Lease.run(handle, "SELECT 1"));
            say(lease.listener.events(jakarta.resource.spi.ConnectionEvent.CONNECTION_ERROR_OCCURRED));
            say(handle);
            say(lease.managed);
            fails(lease.managed::cleanup);
        }
        say(log);
    }

    @Test
    @Obligation({66, 69})
    void of_whoever_is_let_in_or_not() throws Exception {
        var factory = TestPostgres.factory();
        for (var password : List.of(WRONG, TestPostgres.OTHER_PASSWORD)) {
            var request = new RequestInfo(TestPostgres.OTHER_USER, password);
            say(request);
            say(Credentials.given("u", password));
        }
        fails(() -> factory.createManagedConnection(null, new RequestInfo(TestPostgres.USER, WRONG)));
        fails(() -> ((DataSource) factory.createConnectionFactory()).getConnection(TestPostgres.USER, WRONG));
        var subject = new Subject();
        var credential = new PasswordCredential(TestPostgres.OTHER_USER, TestPostgres.OTHER_PASSWORD.toCharArray());
        credential.setManagedConnectionFactory(factory);
        subject.getPrivateCredentials().add(credential);
        try (var lease = new Lease(factory)) {
            fails(() -> lease.managed.getConnection(subject, null));
        }
        var theirs = factory.createManagedConnection(subject, null);
        say(theirs);
        theirs.destroy();
    }

    @Test
    @Obligation(78)
    void of_configurations_that_cannot_be_used() {
        for (var wrong : List.<Consumer<JdbcManagedConnectionFactory>>of(
                f -> f.setConnectionURL("jdbc:postgresql://h/d?user=u&password=hunter2"),
                f -> f.setConnectionURL("jdbc:postgresql://u:hunter2@h/d"),
                f -> f.setConnectionURL("jdbc:nosuch:x;password=hunter2"),
                f -> f.setConnectionURL("postgresql://u:hunter2@h/d"),
                f -> f.setDriverProperties("password=hunter2"),
                f -> f.setDriverProperties("sslpassword:hunter2"),
                f -> f.setDriverProperties("sslpasword=hunter2"),
                f -> f.setDriverProperties("sslpassword=hunter2;sslpassword=hunter2"),
                f -> f.setDataSourceClass("com.example.Missing"),
                f -> f.setUserName(null))) {
            var factory = TestPostgres.factory();
            wrong.accept(factory);
            fails(factory::createConnectionFactory);
            say(factory);
        }
    }

    @Test
    @Obligation({3, 94})
    void of_what_is_written_down(@TempDir Path folder) throws Exception {
        var factory = TestPostgres.factory();
        serialised(factory);
        var source = (Referenceable) factory.createConnectionFactory();
        serialised(source);
        fails(source::getReference);
        assertThrows(NamingException.class, source::getReference);

        var file = Files.writeString(folder.resolve("password"), TestPostgres.PASSWORD);
        var placeholder = TestPostgres.factory();
        placeholder.setPassword("${file:" + file + "}");
        var reference = ((Referenceable) placeholder.createConnectionFactory()).getReference();
        assertTrue(reference.toString().contains("${file:"), reference::toString);
        say(reference);
        serialised(reference);
        new Lease(placeholder).close();
    }

    @Test
    @Obligation(72)
    void of_configuration_records() {
        var factory = TestPostgres.factory();
        factory.setDriverProperties("sslpassword=hunter2");
        var raw = factory.raw();
        say(raw);
        say(JdbcConfig.of(raw));
        say(JdbcConfig.of(raw).database());
        say(JdbcConfig.of(raw).credentials());
        say(JdbcConfig.redacted("jdbc:x://u:hunter2@h/d?password=hunter2&sslPassword=hunter2;token=hunter2"));
    }

    @Test
    void of_a_provider_of_credentials() throws Exception {
        var supplied = new Supplied(TestPostgres.USER, TestPostgres.PASSWORD, Instant.now());
        assertTrue(supplied.toString().contains(TestPostgres.USER), supplied::toString);
        say(supplied);
        var factory = TestPostgres.factory();
        factory.setPassword(null);
        factory.setCredentialsProvider(GivenCredentials.NAME);
        say(factory);
        try (var lease = new Lease(factory)) {
            say(lease.managed);
            say(lease.handle());
        }
        for (var bad : List.<GivenCredentials.Answer>of(
                (database, user) -> new Supplied(TestPostgres.USER, WRONG, null),
                GivenCredentials.until(Duration.ofSeconds(-1)),
                (database, user) -> {
                    throw new IOException("the store is away");
                })) {
            GivenCredentials.give(bad);
            fails(() -> factory.createManagedConnection(null, null));
            new StartCheck(ConnectionSource.of(factory, Configs.of(factory))).warn();
        }
        GivenCredentials.give(GivenCredentials::teller);
    }

    @Test
    void of_sql_and_parameters() throws Exception {
        var factory = TestPostgres.factory();
        factory.setConnectionInitSql("SELECT set_config('app.key', 'hunter2', false), pg_sleep(0.01)");
        factory.setSlowStatementThreshold(1);
        factory.setLeakDetectionThreshold(1);
        say(factory);
        say(factory.raw());
        say(Configs.of(factory));
        say(Configs.of(factory).session());
        say(new SessionSetup(null, null, false, null, Duration.ZERO, "x", "SET x = hunter2"));
        try (var lease = new Lease(factory);
                var handle = lease.handle();
                var statement = handle.prepareStatement("SELECT pg_sleep(0.05), ?::text")) {
            statement.setString(1, WRONG);
            statement.executeQuery().next();
            statement.setString(1, "hunter2");
            fails(() -> handle.prepareStatement("SELECT pg_sleep(0.05), 1/0").executeQuery());
            say(lease.managed);
        }
        assertTrue(said.toString().contains("Slow statement"), said::toString);
    }
}
