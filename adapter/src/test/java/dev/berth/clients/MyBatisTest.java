package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MyBatis with a mapper. */
class MyBatisTest {

    /** The statements. */
    interface Stock {

        @Insert("INSERT INTO stock VALUES (#{item}, #{n})")
        void add(
                @org.apache.ibatis.annotations.Param("item") int item, @org.apache.ibatis.annotations.Param("n") int n);

        @Select("SELECT n FROM stock WHERE item = #{item}")
        Integer left(int item);
    }

    private ClientPool pool;
    private SqlSessionFactory sessions;

    @BeforeEach
    void open() throws Exception {
        pool = new ClientPool("mybatis");
        pool.run("CREATE TABLE stock(item int PRIMARY KEY, n int)");
        sessions = sessions(pool.source());
    }

    private static SqlSessionFactory sessions(DataSource orders) {
        var configuration = new Configuration(new Environment("orders", new JdbcTransactionFactory(), orders));
        configuration.addMapper(Stock.class);
        var sessions = new SqlSessionFactoryBuilder().build(configuration);
        return sessions;
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
    }

    @Test
    void a_mapper_writes_and_reads() throws Exception {
        try (var session = sessions.openSession()) {
            session.getMapper(Stock.class).add(7, 5);
            session.commit();
        }
        try (var session = sessions.openSession(TransactionIsolationLevel.SERIALIZABLE)) {
            assertEquals(5, session.getMapper(Stock.class).left(7));
        }
        assertEquals("7 5", pool.one("SELECT item || ' ' || n FROM stock"));
    }

    @Test
    void a_session_that_is_rolled_back_or_fails_leaves_nothing() throws Exception {
        try (var session = sessions.openSession()) {
            session.getMapper(Stock.class).add(7, 5);
            session.rollback();
        }
        try (var session = sessions.openSession()) {
            session.getMapper(Stock.class).add(7, 5);
            var refused = assertThrows(
                    PersistenceException.class,
                    () -> session.getMapper(Stock.class).add(7, 6));
            assertTrue(refused.getMessage().contains("stock_pkey"), refused::getMessage);
        }
        assertEquals("0", pool.one("SELECT count(*) FROM stock"));
    }
}
