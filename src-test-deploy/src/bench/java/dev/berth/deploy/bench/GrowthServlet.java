package dev.berth.deploy.bench;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.naming.InitialContext;
import javax.sql.DataSource;

/** Measures over a pool that exists for a while only, and the server's heap. */
@WebServlet("/*")
public class GrowthServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** Full collections, of which the least is taken: what is there for the moment is not what stays. */
    private static final int COLLECTIONS = 4;

    @Resource
    private transient ManagedThreadFactory threads;

    @EJB
    private transient Deeds deeds;

    @Resource
    private transient UserTransaction transaction;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            response.setContentType("application/json");
            response.getWriter().print(answer(request));
        } catch (Exception e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            e.printStackTrace(response.getWriter());
        }
    }

    private JsonObject answer(HttpServletRequest request) throws Exception {
        return switch (request.getPathInfo()) {
            case "/heap" -> figure(heap());
            case "/statements" ->
                figure(new OpenStatements(
                                source(request),
                                number(request, "count"),
                                Boolean.parseBoolean(request.getParameter("oneByOne")))
                        .nanos());
            case "/threads" -> run(request).measure(threads);
            default -> throw new IllegalArgumentException(request.getPathInfo());
        };
    }

    private Run run(HttpServletRequest request) throws Exception {
        return new Run(
                operation(Case.valueOf(request.getParameter("case")), source(request)),
                number(request, "threads"),
                Span.of(number(request, "warmUp"), number(request, "millis")));
    }

    private Operation operation(Case work, DataSource source) {
        return switch (work) {
            case BORROW -> (worker, key) -> source.getConnection().close();
            case USER_TRANSACTION ->
                (worker, key) -> {
                    transaction.begin();
                    source.getConnection().close();
                    transaction.commit();
                };
            // more threads than rows of their own: who only reads waits for no lock
            case SELECT -> (worker, key) -> deeds.run(work, source, key % Case.KEYS_PER_WORKER);
            default -> throw new IllegalArgumentException(work.name());
        };
    }

    @SuppressWarnings("BanJNDI") // the names come from the benchmark alone
    private static DataSource source(HttpServletRequest request) throws Exception {
        return InitialContext.doLookup(request.getParameter("pool"));
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }

    private static double heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static JsonObject figure(double value) {
        return Json.createObjectBuilder().add("value", value).build();
    }
}
