package dev.berth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes {@code target/obligations.csv} as the tests of a module run: {@code number;class.method;passed}. Lines of
 * classes that did not run this time stay, so that unit and integration tests add up, unless the class is gone.
 */
public final class ObligationListener implements TestExecutionListener {

    private record Shown(String type, String method, Set<Integer> numbers) {}

    private final Path file;
    private final Map<Shown, Boolean> passed = new ConcurrentHashMap<>();
    private volatile TestPlan plan;

    public ObligationListener() {
        this(Path.of(System.getProperty("berth.obligations", "target/obligations.csv")));
    }

    ObligationListener(Path file) {
        this.file = file;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var shown = shown(test);
        if (shown != null && (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL)) {
            passed.merge(shown, result.getStatus() == TestExecutionResult.Status.SUCCESSFUL, Boolean::logicalAnd);
        }
    }

    /** What the nearest method above shows: a dynamic test has none of its own. */
    private Shown shown(TestIdentifier test) {
        for (var at = test; at != null; at = plan.getParent(at).orElse(null)) {
            if (at.getSource().orElse(null) instanceof MethodSource source) {
                var numbers = new TreeSet<Integer>();
                var ofMethod = source.getJavaMethod().getAnnotation(Obligation.class);
                var ofClass = source.getJavaClass().getAnnotation(Obligation.class);
                Stream.of(ofMethod, ofClass)
                        .filter(obligation -> obligation != null)
                        .flatMapToInt(obligation -> IntStream.of(obligation.value()))
                        .forEach(numbers::add);
                return new Shown(source.getClassName(), source.getMethodName(), numbers);
            }
        }
        return null;
    }

    /** A class that was deleted since shows nothing any more. */
    private static boolean isThere(String method) {
        var type = method.substring(0, method.lastIndexOf('.'));
        return ObligationListener.class.getResource("/" + type.replace('.', '/') + ".class") != null;
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        try {
            var lines = new TreeMap<String, Boolean>();
            var ran = new TreeSet<String>();
            passed.keySet().forEach(shown -> ran.add(shown.type()));
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    var field = line.split(";", -1);
                    if (ran.stream().noneMatch(type -> field[1].startsWith(type + ".")) && isThere(field[1])) {
                        lines.put(field[0] + ";" + field[1], Boolean.valueOf(field[2]));
                    }
                }
            }
            passed.forEach((shown, good) -> shown.numbers()
                    .forEach(number -> lines.merge(
                            "%03d;%s.%s".formatted(number, shown.type(), shown.method()), good, Boolean::logicalAnd)));
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, (Iterable<String>)
                    lines.entrySet().stream().map(line -> line.getKey() + ";" + line.getValue())::iterator);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
