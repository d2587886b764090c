package dev.berth.deploy.bench;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** Runs a case over a candidate and answers what came out. */
@WebServlet({"/run", BenchServlet.PROFILE})
public class BenchServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    /** The same, and in whose code it was. */
    static final String PROFILE = "/profile";

    @Resource
    private transient ManagedThreadFactory threads;

    @Inject
    private transient Operations operations;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var operation = operations.of(
                Case.valueOf(request.getParameter("case")),
                Candidate.valueOf(request.getParameter("candidate")),
                Route.valueOf(request.getParameter("route")));
        try {
            var run = new Run(operation, number(request, "threads"), span(request));
            var figures = PROFILE.equals(request.getServletPath())
                    ? CpuProfile.of(() -> run.measure(threads))
                    : run.measure(threads);
            response.setContentType("application/json");
            response.getWriter().print(figures);
        } catch (ExecutionException e) {
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            e.getCause().printStackTrace(response.getWriter());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private static Span span(HttpServletRequest request) {
        return request.getParameter("times") == null
                ? Span.of(number(request, "warmUp"), number(request, "millis"))
                : Span.times(number(request, "times"));
    }

    private static int number(HttpServletRequest request, String name) {
        return Integer.parseInt(request.getParameter(name));
    }
}
