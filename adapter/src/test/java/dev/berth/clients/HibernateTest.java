package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate ORM without a server, over nonJtaDataSource. */
class HibernateTest {

    /** What is sold. */
    @Entity
    @Table(name = "purchase")
    static class Order {
        @Id
        @GeneratedValue
        Long id;

        @Version
        int version;

        String item;
    }

    private ClientPool pool;
    private EntityManagerFactory factory;

    @BeforeEach
    void open() throws Exception {
        pool = new ClientPool("hibernate");
        factory = factory(pool.source());
        factory.getSchemaManager().create(true);
    }

    private static EntityManagerFactory factory(javax.sql.DataSource orders) {
        var factory = new HibernatePersistenceConfiguration("orders")
                .managedClass(Order.class)
                .property("jakarta.persistence.nonJtaDataSource", orders)
                .createEntityManagerFactory();
        return factory;
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
        pool.close();
    }

    private Long persisted(String item) {
        return factory.callInTransaction(manager -> {
            var order = new Order();
            order.item = item;
            manager.persist(order);
            return order.id;
        });
    }

    @Test
    void what_is_persisted_is_found_and_changed() throws Exception {
        var id = persisted("tea");
        factory.runInTransaction(manager -> manager.find(Order.class, id).item = "coffee");
        assertEquals("coffee", factory.callInTransaction(manager -> manager.find(Order.class, id).item));
        assertEquals("1 coffee", pool.one("SELECT version || ' ' || item FROM purchase"));
    }

    @Test
    void the_second_of_two_who_change_the_same_is_refused() throws Exception {
        var id = persisted("tea");
        try (var first = factory.createEntityManager();
                var second = factory.createEntityManager()) {
            first.getTransaction().begin();
            second.getTransaction().begin();
            first.find(Order.class, id).item = "first";
            second.find(Order.class, id).item = "second";
            first.getTransaction().commit();
            var refused = assertThrows(
                    RollbackException.class, () -> second.getTransaction().commit());
            assertInstanceOf(OptimisticLockException.class, refused.getCause());
        }
        assertEquals("first", pool.one("SELECT item FROM purchase"));
    }

    @Test
    void what_is_rolled_back_was_never_there() throws Exception {
        try (var manager = factory.createEntityManager()) {
            manager.getTransaction().begin();
            var order = new Order();
            order.item = "tea";
            manager.persist(order);
            manager.flush();
            assertNotNull(order.id);
            manager.getTransaction().rollback();
            assertNull(manager.find(Order.class, order.id));
        }
        assertEquals("0", pool.one("SELECT count(*) FROM purchase"));
    }
}
