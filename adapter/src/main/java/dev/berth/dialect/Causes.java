package dev.berth.dialect;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure with all that hangs below it. */
public final class Causes {

    private static final int MOST = 32; // a driver that chains without end must not keep us here

    private Causes() {}

    /** Every SQLException down the causes and the next exceptions, each once, nearest first. */
    public static List<SQLException> of(@Nullable Throwable failure) {
        var found = new ArrayList<SQLException>(2);
        collect(failure, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return found;
    }

    private static void collect(@Nullable Throwable failure, List<SQLException> found, java.util.Set<Throwable> seen) {
        for (var next = failure; next != null && seen.size() < MOST && seen.add(next); next = next.getCause()) {
            if (next instanceof SQLException sql) {
                found.add(sql);
                collect(sql.getNextException(), found, seen);
            }
        }
    }

    /** The first SQLState down the chain, or null. */
    public static @Nullable String sqlState(@Nullable Throwable failure) {
        for (var sql : of(failure)) {
            if (sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
