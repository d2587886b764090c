package dev.berth.managed;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The managed connections of one factory, for whoever looks after them. */
public final class ManagedConnections {

    private final Set<JdbcManagedConnection> all = ConcurrentHashMap.newKeySet();
    private final Affinity affinity = new Affinity();
    private volatile @Nullable LongConsumer timer;

    void add(JdbcManagedConnection connection) {
        all.add(connection);
        due(connection);
    }

    void gone(JdbcManagedConnection connection) {
        all.remove(connection);
        affinity.forget(connection.upkeep());
    }

    Affinity affinity() {
        return affinity;
    }

    /** Its physical connection is another one. */
    void due(JdbcManagedConnection connection) {
        var told = timer;
        if (told != null) {
            told.accept(connection.idleCare().due());
        }
    }

    /** All of them are due. */
    void allDue() {
        var told = timer;
        if (told != null) {
            told.accept(0);
        }
    }

    /**
     * Has a timer told when to look again: in how many nanoseconds, at the latest; whenever that changes for one of
     * them. Who has no such timer looks every second.
     */
    public void timer(LongConsumer told) {
        timer = told;
        all.forEach(this::due);
    }

    /** One look after each that is idle, in the caller's thread: asks the database, and may open others. */
    public void careForIdle() {
        all.forEach(connection -> connection.idleCare().look());
        all.forEach(this::due);
    }

    /** One look at each that is out, without any I/O but to end one that leaks. */
    public void lookForLeaks() {
        all.forEach(connection -> connection.leaks().look());
    }
}
