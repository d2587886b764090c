package dev.berth;

import dev.berth.config.CredentialsProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider as the client of a secret store would be: what it gives is the test's. */
public final class GivenCredentials implements CredentialsProvider {

    public static final String NAME = GivenCredentials.class.getName();

    /** What is given next. */
    public interface Answer {
        Supplied to(String database, String userName) throws Exception;
    }

    private static final AtomicInteger ASKED = new AtomicInteger();
    private static volatile Answer answer = GivenCredentials::teller;

    /** The ordinary user's, for ever. */
    public static Supplied teller(String database, String userName) {
        return new Supplied(TestPostgres.USER, TestPostgres.PASSWORD, null);
    }

    /** The ordinary user's, for so long from when it is asked. */
    public static Answer until(Duration left) {
        return (database, userName) -> new Supplied(
                TestPostgres.USER, TestPostgres.PASSWORD, Instant.now().plus(left));
    }

    public static void give(Answer next) {
        answer = next;
        ASKED.set(0);
    }

    /** How often since then, this time included. */
    public static int asked() {
        return ASKED.get();
    }

    @Override
    public Supplied supply(String database, String userName) throws Exception {
        ASKED.incrementAndGet();
        return answer.to(database, userName);
    }
}
