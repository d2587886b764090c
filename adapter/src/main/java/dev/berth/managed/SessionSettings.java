package dev.berth.managed;

import dev.berth.dialect.Dialect;
import dev.berth.handle.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The first value of each setting that the application changed, to be written back before the next user. */
final class SessionSettings {

    private final Dialect dialect;

    /** Held while the database answers: a monitor would pin a virtual thread to its carrier, before JDK 24. */
    private final ReentrantLock asking = new ReentrantLock();

    private final EnumMap<Setting, @Nullable Object> first = new EnumMap<>(Setting.class);
    private volatile boolean changed;

    SessionSettings(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Keeps the value of a setting that is about to change for the first time. */
    void changing(Setting setting, Connection connection) throws SQLException {
        asking.lock();
        try {
            if (!first.containsKey(setting)) {
                first.put(
                        setting, setting == Setting.SCHEMA ? dialect.readSchema(connection) : setting.read(connection));
                changed = true;
            }
        } finally {
            asking.unlock();
        }
    }

    /** Whether it was changed since. Takes no lock: this is asked while another thread may wait for the database. */
    boolean changed(Setting setting) {
        return changed && first.containsKey(setting);
    }

    /** Writes every first value back; outside any transaction. */
    void restore(Connection connection) throws SQLException {
        if (changed) {
            restoreAll(connection);
        }
    }

    private void restoreAll(Connection connection) throws SQLException {
        asking.lock();
        try {
            for (var entry : first.entrySet()) {
                if (entry.getKey() == Setting.SCHEMA) {
                    dialect.restoreSchema(connection, entry.getValue());
                } else {
                    entry.getKey().write(connection, entry.getValue());
                }
            }
            first.clear();
            changed = false;
        } finally {
            asking.unlock();
        }
    }
}
