package dev.berth.deploy.torture;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes orders; the answer's first word is what the container let its caller know. */
@WebServlet("/move")
public class MoverServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @EJB
    private transient Mover mover;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        var order =
                Order.parse(request.getParameter("id"), request.getParameter("trick"), request.getParameter("legs"));
        try {
            mover.move(order);
            response.getWriter().print(Verdict.COMMITTED);
        } catch (RuntimeException failure) {
            var verdict = Verdict.of(failure);
            response.setStatus(verdict == Verdict.ROLLED_BACK ? 409 : 500);
            response.getWriter().println(verdict);
            response.getWriter().print(Verdict.text(failure));
        }
    }

    /** For whoever waits until the application is there. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("ready");
    }
}
