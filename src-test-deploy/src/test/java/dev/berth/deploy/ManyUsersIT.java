package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.Obligation;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many users and threads over one data source, and the handles of one transaction in whatever order. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(StandaloneAdapter.class)
class ManyUsersIT {

    private static final int THREADS = 16;
    private static final int BORROWS = 20_000;

    @Deployment
    static WebArchive application() {
        return Deployments.application(ManyUsersIT.class);
    }

    @Resource(lookup = "java:/jdbc/crowd")
    private DataSource crowd;

    @Resource(lookup = "java:/jdbc/one")
    private DataSource one;

    @EJB
    private Tx tx;

    private final Database bank = Database.bank();

    @Test
    @Obligation({9, 11, 66, 68})
    void four_users_in_sixteen_threads_are_never_mixed() throws Exception {
        var left = new AtomicInteger(BORROWS);
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var work = new ArrayList<Callable<Integer>>();
            for (int thread = 0; thread < THREADS; thread++) {
                var user = "clerk" + (thread % Database.CLERKS + 1);
                work.add(() -> borrows(user, left));
            }
            int all = 0;
            for (var done : threads.invokeAll(work, 300, TimeUnit.SECONDS)) {
                all += done.get();
            }
            assertEquals(BORROWS, all);
        } finally {
            threads.shutdownNow();
        }
    }

    private int borrows(String user, AtomicInteger left) throws Exception {
        int count = 0;
        while (left.getAndDecrement() > 0) {
            try (var connection = crowd.getConnection(user, bank.tellerPassword())) {
                assertEquals(user, Notes.value(connection, "select current_user"));
            }
            count++;
        }
        return count;
    }

    @Test
    @Obligation({58, 62, 63})
    void two_handles_are_one_branch_whatever_the_order_of_borrow_and_use() throws Exception {
        tx.inOne(() -> {
            try (Connection first = one.getConnection();
                    Connection second = one.getConnection()) {
                assertEquals(Notes.backend(first), Notes.backend(second)); // both borrowed before either is used
            }
        });
        tx.inOne(() -> {
            try (Connection first = one.getConnection()) {
                int backend = Notes.backend(first);
                try (Connection second = one.getConnection()) { // borrowed after the other was used
                    assertEquals(backend, Notes.backend(second));
                }
            }
        });
        tx.inOne(() -> {
            int backend;
            try (Connection first = one.getConnection()) {
                backend = Notes.backend(first);
            }
            try (Connection second = one.getConnection()) { // borrowed after the other was closed
                assertEquals(backend, Notes.backend(second));
            }
        });
    }
}
