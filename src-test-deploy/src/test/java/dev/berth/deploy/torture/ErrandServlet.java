package dev.berth.deploy.torture;

import jakarta.ejb.EJB;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** Runs an errand so many times, each in a transaction of its own. */
@WebServlet("/errand")
public class ErrandServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @EJB
    private transient Errands errands;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        var errand = Errands.Errand.valueOf(request.getParameter("what"));
        try {
            for (int i = Integer.parseInt(request.getParameter("times")); i > 0; i--) {
                errands.run(errand);
            }
        } catch (SQLException e) {
            throw new ServletException(e);
        }
        response.getWriter().print("done");
    }
}
