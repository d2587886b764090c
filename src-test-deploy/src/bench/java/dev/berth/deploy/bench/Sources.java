package dev.berth.deploy.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What the operations work on, looked up or opened once and kept. */
@ApplicationScoped
public class Sources {

    /** Connections in each pool, and threads that work at once. */
    static final int SIZE = 8;

    private final Map<String, DataSource> pools = new ConcurrentHashMap<>();
    private final Map<String, HikariDataSource> hikaris = new ConcurrentHashMap<>();
    private final Map<String, Connection[]> held = new ConcurrentHashMap<>();
    private final Map<String, EntityManager> entities = new ConcurrentHashMap<>();

    DataSource pool(Candidate candidate, Route route, String database) {
        return candidate == Candidate.HIKARI
                ? hikaris.computeIfAbsent(route + database, key -> hikari(route, database))
                : pools.computeIfAbsent(candidate.jndiName(route, database), name -> (DataSource) lookup(name));
    }

    /** Plain connections of the driver with auto-commit off, one for each worker. */
    Connection[] held(Route route, String database) {
        return held.computeIfAbsent(route + database, key -> open(driver(route, database)));
    }

    EntityManager entities(Candidate candidate, Route route) {
        return entities.computeIfAbsent(
                "java:comp/env/jpa/" + candidate.pool(route, Route.BANK), name -> (EntityManager) lookup(name));
    }

    @SuppressWarnings("BanJNDI") // names of our own, in the server's own directory
    private static Object lookup(String name) {
        try {
            return new InitialContext().lookup(name);
        } catch (NamingException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static PGSimpleDataSource driver(Route route, String database) {
        var source = new PGSimpleDataSource();
        source.setURL(
                "jdbc:postgresql://127.0.0.1:" + System.getProperty("bench." + route.key() + ".port") + "/" + database);
        source.setUser(System.getProperty("bench.user"));
        source.setPassword(System.getProperty("bench.password"));
        return source;
    }

    private static HikariDataSource hikari(Route route, String database) {
        var config = new HikariConfig();
        config.setDataSource(driver(route, database));
        config.setPoolName("hikari-" + route.key() + "-" + database);
        config.setMinimumIdle(SIZE);
        config.setMaximumPoolSize(SIZE);
        return new HikariDataSource(config);
    }

    private static Connection[] open(DataSource source) {
        try {
            var connections = new Connection[SIZE];
            for (int i = 0; i < SIZE; i++) {
                connections[i] = source.getConnection();
                connections[i].setAutoCommit(false);
            }
            return connections;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void close() {
        hikaris.values().forEach(HikariDataSource::close);
        held.values().forEach(Sources::close);
    }

    private static void close(Connection... connections) {
        try {
            for (var connection : connections) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
