package dev.berth.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The code in the README is the code of these tests. */
class ReadmeTest {

    private static final Map<String, Class<?>> TESTS = Map.of(
            "Spring Boot",
            SpringBootTest.class,
            "JdbcTemplate",
            JdbcTemplateTest.class,
            "Hibernate ORM",
            HibernateTest.class,
            "jOOQ",
            JooqTest.class,
            "MyBatis",
            MyBatisTest.class,
            "Flyway",
            FlywayTest.class,
            "Quartz",
            QuartzTest.class);

    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }

    @TestFactory
    Stream<DynamicTest> the_code_of_each_client_is_in_its_test() {
        return Readme.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .map(block -> DynamicTest.dynamicTest(block.client(), () -> {
                    var test = "src/test/java/"
                            + TESTS.get(block.client()).getName().replace('.', '/') + ".java";
                    assertTrue(plain(Files.readString(Path.of(test))).contains(plain(block.code())), block::code);
                }));
    }

    @Test
    void each_client_has_its_lines() {
        var described =
                Readme.blocks().stream().map(Readme.Block::client).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(TESTS.keySet()), described);
    }
}
