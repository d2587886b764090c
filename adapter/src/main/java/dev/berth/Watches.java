package dev.berth;

import dev.berth.managed.InDoubtView;
import dev.berth.watch.Registration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TimerTask;
import javax.management.JMException;

/** What is watched for the connection factories of one resource adapter, from their first use until it stops. */
final class Watches {

    private static final Logger LOG = System.getLogger("dev.berth");

    private final IdentityHashMap<FactoryBase, InDoubtWatch> watches = new IdentityHashMap<>();
    private final List<Registration> registrations = new ArrayList<>();

    /** Shows and watches a factory's database, once. */
    synchronized void add(FactoryBase factory, InDoubtView view, int alarmSeconds, boolean allowHeuristics) {
        if (watches.containsKey(factory)) {
            return;
        }
        var watch = new InDoubtWatch(view, alarmSeconds, allowHeuristics);
        watches.put(factory, watch);
        try {
            registrations.add(new Registration(watch, "InDoubt", view.database(), watches.size()));
        } catch (JMException failure) {
            LOG.log(Level.WARNING, "JMX does not show the prepared transactions of " + view.database(), failure);
        }
    }

    private synchronized List<InDoubtWatch> all() {
        return List.copyOf(watches.values());
    }

    /** A task for the resource adapter's timer, which must outlive whatever a driver throws. */
    TimerTask task() {
        return new TimerTask() {
            @Override
            public void run() {
                all().forEach(Watches::check); // no lock is held while a database is asked
            }
        };
    }

    private static void check(InDoubtWatch watch) {
        try {
            watch.check();
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A database could not be asked for its prepared transactions", failure);
        }
    }

    /** Ends all of it. */
    synchronized void close() {
        registrations.forEach(Registration::close);
        registrations.clear();
        watches.clear();
    }
}
