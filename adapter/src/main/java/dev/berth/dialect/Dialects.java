package dev.berth.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Chooses a dialect: the one named, else the first that accepts the DataSource class or the URL. */
public final class Dialects {

    private Dialects() {}

    /**
     * The dialect for a configuration.
     *
     * @throws NoSuchElementException when one is named that there is not; the message lists those there are
     */
    public static Dialect choose(@Nullable String name, @Nullable String url, @Nullable String dataSourceClass) {
        var all = all();
        Predicate<Dialect> fits = name != null
                ? dialect -> dialect.name().equals(name)
                : dialect -> url != null && dialect.acceptsUrl(url)
                        || dataSourceClass != null && dialect.acceptsClass(dataSourceClass);
        return all.stream()
                .filter(fits)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("'" + name + "' is none of "
                        + all.stream().map(Dialect::name).toList() + ": take one of them, or leave it out"));
    }

    private static List<Dialect> all() {
        var all = new ArrayList<Dialect>();
        ServiceLoader.load(Dialect.class, Dialects.class.getClassLoader()).forEach(all::add);
        all.add(new PostgresDialect());
        all.add(new StandardDialect());
        return all;
    }
}
