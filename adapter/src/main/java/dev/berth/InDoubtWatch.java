package dev.berth;

import dev.berth.config.JdbcConfig;
import dev.berth.managed.InDoubt;
import dev.berth.managed.InDoubtView;
import dev.berth.watch.InDoubtMXBean;
import dev.berth.watch.InDoubtTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows the prepared transactions of one factory's database, and warns of the old ones, once each. */
final class InDoubtWatch implements InDoubtMXBean {

    private static final Logger LOG = System.getLogger("dev.berth");

    private final InDoubtView view;
    private final Duration alarm;
    private final boolean allowHeuristics;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    InDoubtWatch(InDoubtView view, JdbcConfig config) {
        this.view = view;
        this.alarm = config.inDoubtAlarm();
        this.allowHeuristics = config.allowHeuristics();
    }

    @Override
    public List<InDoubtTransaction> getInDoubt() {
        return list().stream()
                .map(one -> new InDoubtTransaction(
                        one.gid(), one.owner(), one.age().toSeconds(), one.node(), one.locks(), one.recoverable()))
                .toList();
    }

    private List<InDoubt> list() {
        try {
            return view.list();
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "The database does not tell its prepared transactions: " + failure.getMessage(), failure);
        }
    }

    @Override
    public long getUnknownOutcomes() {
        return view.unknownOutcomes();
    }

    @Override
    public void commitPrepared(String gid) {
        finish(gid, true);
    }

    @Override
    public void rollbackPrepared(String gid) {
        finish(gid, false);
    }

    private void finish(String gid, boolean commit) {
        var what = (commit ? "commitPrepared " : "rollbackPrepared ") + gid + " on " + view.database();
        if (!allowHeuristics) {
            throw new IllegalStateException(what + " is refused: it goes against the transaction manager; set"
                    + " allowHeuristics=true on the connection factory if that is meant");
        }
        LOG.log(
                Level.WARNING,
                what + ": by hand, in the thread " + Thread.currentThread().getName());
        try {
            view.finish(gid, commit);
        } catch (SQLException failure) {
            throw new IllegalArgumentException(what + " failed: " + failure.getMessage(), failure);
        }
        LOG.log(Level.WARNING, what + ": done");
    }

    /** Warns of each prepared transaction that has become older than the alarm, and forgets those that are gone. */
    void check() {
        if (alarm.isZero()) {
            return;
        }
        try {
            var old = view.list().stream()
                    .filter(one -> one.age().compareTo(alarm) >= 0)
                    .toList();
            told.retainAll(old.stream().map(InDoubt::gid).toList());
            old.stream().filter(one -> told.add(one.gid())).forEach(this::warn);
        } catch (SQLException failure) {
            LOG.log(Level.DEBUG, view.database() + " does not tell its prepared transactions now", failure);
        }
    }

    private void warn(InDoubt one) {
        LOG.log(
                Level.WARNING,
                view.database() + " holds a transaction in doubt: " + one.gid() + " of " + one.owner()
                        + (one.node().isEmpty() ? "" : ", of the node " + one.node()) + ", prepared "
                        + one.age().toSeconds() + " s ago, with " + one.locks() + " locks"
                        + (one.recoverable()
                                ? "; its transaction manager has not come back for it"
                                : "; this factory's user may not finish it: recovery needs its owner, or a member"));
    }
}
