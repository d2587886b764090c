package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.resource.spi.ConfigProperty;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of properties is what the annotations say. */
@Obligation(89)
class PropertyTableTest {

    private static final String BEGIN = "<!-- properties, written by PropertyTableTest -->\n";
    private static final String END = "<!-- end of properties -->";

    @Test
    void the_readme_lists_every_property_as_it_is_declared() throws IOException {
        var readme = Files.readString(Path.of("..", "README.md"));
        var written = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
        assertEquals(table(), written);
    }

    @Test
    void each_default_is_what_the_bean_has() throws ReflectiveOperationException {
        var bean = new JdbcManagedConnectionFactory();
        for (var field : JdbcManagedConnectionFactory.class.getDeclaredFields()) {
            var property = field.getAnnotation(ConfigProperty.class);
            if (property != null) {
                var name = field.getName();
                var value = JdbcManagedConnectionFactory.class
                        .getMethod("get" + name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1))
                        .invoke(bean);
                assertEquals(property.defaultValue(), value == null ? "" : value.toString(), name);
            }
        }
    }

    private static String table() {
        return Arrays.stream(JdbcManagedConnectionFactory.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ConfigProperty.class))
                .map(PropertyTableTest::row)
                .collect(Collectors.joining(
                        "",
                        "| Property | Type | Default | Unit, bounds | What, and why |\n|---|---|---|---|---|\n",
                        ""));
    }

    private static String row(Field field) {
        var property = field.getAnnotation(ConfigProperty.class);
        var parts = field.getType() == Integer.class
                ? property.description()[0].split(": ", 2)
                : new String[] {"", property.description()[0]};
        return "| `%s` | %s | %s | %s | %s |%n"
                .formatted(
                        field.getName(),
                        field.getType().getSimpleName() + (property.confidential() ? ", confidential" : ""),
                        property.defaultValue().isEmpty() ? "" : "`" + property.defaultValue() + "`",
                        parts[0],
                        parts[1]);
    }
}
