package dev.berth.deploy.bench;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Each method is one transaction of the container. */
@Stateless
public class Deeds {

    public void run(Case work, DataSource source, int key) throws SQLException {
        try (var connection = source.getConnection()) {
            Sql.run(work, connection, key);
        }
    }

    public void two(DataSource bank, DataSource ledger, int key) throws SQLException {
        try (var first = bank.getConnection()) {
            Sql.update(first, key);
        }
        try (var second = ledger.getConnection()) {
            Sql.update(second, key);
        }
    }

    public void jpa(EntityManager entities, int key) {
        entities.find(Account.class, key).increase();
    }
}
