package dev.berth.managed;

import dev.berth.config.PoolerMode;
import dev.berth.config.Reset;
import dev.berth.dialect.Trace;
import dev.berth.handle.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/** What one user leaves behind in a session, and how the next one is spared it: {@code reset}. */
final class Leftovers {

    private static final Set<Trace> SETTING = Set.of(Trace.SETTING);

    private final ConnectionSource source;
    private final Reset level;
    private final boolean shared;
    private final boolean byReset;
    private final SessionSettings settings;
    private final EnumSet<Trace> traces = EnumSet.noneOf(Trace.class);
    private volatile boolean traced;

    Leftovers(ConnectionSource source) {
        this.source = source;
        this.level = source.config().session().reset();
        this.shared = source.config().connecting().pooler() == PoolerMode.TRANSACTION;
        this.byReset = level != Reset.SETTINGS && source.dialect().knowsSessions();
        this.settings = new SessionSettings(source.dialect());
    }

    /**
     * SQL that is about to be prepared or run.
     *
     * @return whether it leaves anything
     * @throws SQLException with SQLState 0A000 where the session is everybody's, and that would stay in it
     */
    boolean text(String sql) throws SQLException {
        if (level == Reset.SETTINGS && !shared) {
            return false;
        }
        var left = source.traces().of(sql);
        if (left.isEmpty()) {
            return false;
        }
        if (!shared) {
            leaves(left);
        } else if (source.dialect().outlivesTransaction(sql)) {
            throw Refusal.noSession("'" + sql.strip() + "'");
        }
        return true;
    }

    private void leaves(Set<Trace> left) {
        synchronized (traces) {
            traces.addAll(left);
        }
        traced = true;
    }

    /** A setting is about to be changed by a call of JDBC: its first value is kept. */
    void changing(Setting setting, Connection raw) throws SQLException {
        if (shared && setting.ofSession()) {
            throw Refusal.noSession(setting.call());
        }
        if (byReset && setting.ofSession()) {
            leaves(SETTING); // goes with all others in one flight, and nobody has to ask for its first value
        } else {
            settings.changing(setting, raw);
        }
    }

    /** Whether the application has changed that setting. */
    boolean changed(Setting setting) {
        return settings.changed(setting);
    }

    /** Removes them: in no round trip where nothing was left, and with a dialect that knows sessions in one at most. */
    void remove(Connection raw) throws SQLException {
        settings.restore(raw);
        if (level == Reset.DISCARD) {
            source.dialect().discard(raw, source.setup());
        } else if (traced) {
            source.dialect().reset(raw, taken(), source.setup());
        }
    }

    private Set<Trace> taken() {
        synchronized (traces) {
            traced = false;
            var all = EnumSet.copyOf(traces);
            traces.clear();
            return all;
        }
    }
}
