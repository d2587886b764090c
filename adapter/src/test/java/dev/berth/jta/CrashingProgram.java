package dev.berth.jta;

import java.util.Locale;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Moves money between two databases, and ends as by a power cut where it is told to. */
final class CrashingProgram {

    /** Where it ends. */
    enum Where {
        /** Both databases are prepared, and nothing has been decided. */
        IN_PREPARE,
        /** Both are prepared, the decision is written, and none has heard of it. */
        IN_COMMIT
    }

    static final int HALTED = 77;

    private CrashingProgram() {}

    /** The port of the databases, their names, and where to end. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        var where = Where.valueOf(arguments[3].toUpperCase(Locale.ROOT));
        var manager = Narayana.manager();
        try (var here = new Bank(arguments[1]).pool(port).build();
                var there = new Bank(arguments[2]).pool(port).build()) {
            manager.begin();
            var end = new PowerCut(where);
            if (where == Where.IN_COMMIT) {
                manager.getTransaction().enlistResource(end); // the first enlisted is committed first
            }
            Bank.add(here, 1, -40);
            Bank.add(there, 1, 40);
            if (where == Where.IN_PREPARE) {
                manager.getTransaction().enlistResource(end); // and the last prepared last
            }
            manager.commit();
        }
    }

    /** A resource of the transaction that takes the program down. */
    private record PowerCut(Where where) implements XAResource {

        @Override
        public int prepare(Xid xid) {
            if (where == Where.IN_PREPARE) {
                Runtime.getRuntime().halt(HALTED);
            }
            return XA_OK;
        }

        @Override
        public void commit(Xid xid, boolean onePhase) {
            Runtime.getRuntime().halt(HALTED);
        }

        @Override
        public void rollback(Xid xid) {}

        @Override
        public void start(Xid xid, int flags) {}

        @Override
        public void end(Xid xid, int flags) {}

        @Override
        public void forget(Xid xid) {}

        @Override
        public Xid[] recover(int flags) {
            return new Xid[0];
        }

        @Override
        public boolean isSameRM(XAResource other) {
            return other == this;
        }

        @Override
        public int getTransactionTimeout() {
            return 0;
        }

        @Override
        public boolean setTransactionTimeout(int seconds) {
            return false;
        }
    }
}
