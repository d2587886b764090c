package dev.berth.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/** The least that handing connections over can cost: the stub driver's own ones, which find home when closed. */
final class Floors {

    private Floors() {}

    private abstract static class Floor extends LendingSource implements Candidate, StubConnection.Home {

        @Override
        public DataSource open(String url, int size) throws SQLException {
            for (int i = 0; i < size; i++) {
                back(one(url));
            }
            return this;
        }

        StubConnection one(String url) throws SQLException {
            var made = (StubConnection) DriverManager.getConnection(url);
            made.livesAt(this);
            return made;
        }

        @Override
        public void close() {}
    }

    /** Each thread has its own. */
    static final class ByThread extends Floor {
        private final ThreadLocal<StubConnection> own = new ThreadLocal<>();
        private String url = "";

        @Override
        public String name() {
            return "floor-tl";
        }

        @Override
        public String settings() {
            return "no pool: a raw connection in a ThreadLocal";
        }

        @Override
        public DataSource open(String at, int size) {
            url = at;
            return this;
        }

        @Override
        public Connection getConnection() throws SQLException {
            var mine = own.get();
            if (mine == null) {
                mine = one(url);
                own.set(mine);
            }
            return mine;
        }

        @Override
        public void back(StubConnection connection) {}
    }

    /** A queue with one lock, which waiters wait for. */
    static final class ByQueue extends Floor {
        private final ArrayBlockingQueue<StubConnection> idle = new ArrayBlockingQueue<>(1024);

        @Override
        public String name() {
            return "floor-abq";
        }

        @Override
        public String settings() {
            return "no pool: raw connections in an ArrayBlockingQueue";
        }

        @Override
        public Connection getConnection() throws SQLException {
            try {
                return idle.take();
            } catch (InterruptedException interrupted) {
                throw new SQLException(interrupted);
            }
        }

        @Override
        public void back(StubConnection connection) {
            idle.add(connection);
        }
    }

    /** A plain semaphore before a queue without locks. */
    static final class BySemaphore extends Floor {
        private final Semaphore places = new Semaphore(0);
        private final Queue<StubConnection> idle = new ConcurrentLinkedQueue<>();

        @Override
        public String name() {
            return "floor-semaphore";
        }

        @Override
        public String settings() {
            return "no pool: raw connections in a ConcurrentLinkedQueue behind an unfair Semaphore";
        }

        @Override
        public Connection getConnection() {
            places.acquireUninterruptibly();
            return idle.remove();
        }

        @Override
        public void back(StubConnection connection) {
            idle.add(connection);
            places.release();
        }
    }
}
