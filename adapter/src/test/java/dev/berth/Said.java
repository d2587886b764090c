package dev.berth;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the adapter logs while this is open. */
public final class Said implements AutoCloseable {

    private static final Formatter FORMATTER = new SimpleFormatter();

    private final Logger logger = Logger.getLogger("dev.berth");
    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public Said() {
        logger.addHandler(handler);
    }

    /** The lines of that level in which those words stand. */
    public List<String> lines(Level level, String words) {
        return records(level, words).stream().map(FORMATTER::formatMessage).toList();
    }

    /** The same, with what was thrown. */
    public List<LogRecord> records(Level level, String words) {
        return lines.stream()
                .filter(line -> line.getLevel().equals(level)
                        && FORMATTER.formatMessage(line).contains(words))
                .toList();
    }

    public List<String> warnings(String words) {
        return lines(Level.WARNING, words);
    }

    /** Everything, with stacks. */
    public String all() {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(FORMATTER.format(line)));
        return text.toString();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
