package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.Until;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz, with its jobs in the database. */
class QuartzTest {

    private static final CountDownLatch FIRED = new CountDownLatch(3);

    /** Counts. */
    public static final class Count implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            FIRED.countDown();
        }
    }

    private ClientPool pool;

    @BeforeEach
    void open() throws Exception {
        pool = new ClientPool("quartz");
        try (var script = JobStoreTX.class.getResourceAsStream("tables_postgres.sql")) {
            pool.run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    private static void provide(DataSource orders) {
        DBConnectionManager.getInstance().addConnectionProvider("orders", new ConnectionProvider() {
            @Override
            public Connection getConnection() throws SQLException {
                return orders.getConnection();
            }

            @Override
            public void initialize() {}

            @Override
            public void shutdown() {}
        });
    }

    private Scheduler scheduler() throws Exception {
        provide(pool.source());
        var settings = new Properties();
        settings.load(new java.io.StringReader(Readme.block("Quartz", "properties")));
        settings.setProperty("org.quartz.scheduler.instanceName", "berth");
        settings.setProperty("org.quartz.threadPool.threadCount", "2");
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        return new StdSchedulerFactory(settings).getScheduler();
    }

    @Test
    void a_job_is_kept_in_the_database_and_fires() throws Exception {
        var scheduler = scheduler();
        try {
            var job = JobBuilder.newJob(Count.class)
                    .withIdentity("count")
                    .storeDurably()
                    .build();
            var often = TriggerBuilder.newTrigger()
                    .withIdentity("often")
                    .startNow()
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                            .withIntervalInMilliseconds(50)
                            .withRepeatCount(2))
                    .build();
            scheduler.scheduleJob(job, often);
            assertEquals("often", pool.one("SELECT trigger_name FROM qrtz_triggers"));
            scheduler.start();
            assertTrue(FIRED.await(20, TimeUnit.SECONDS));
            Until.equal("0", () -> pool.one("SELECT count(*) FROM qrtz_triggers"));
        } finally {
            scheduler.shutdown(true);
        }
        assertEquals("count", pool.one("SELECT job_name FROM qrtz_job_details"), "the next start finds it");
    }
}
