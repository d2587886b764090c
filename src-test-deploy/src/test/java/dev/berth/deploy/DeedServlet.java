package dev.berth.deploy;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Does one deed with the DataSource of a JNDI name: "ok" and what came of it, or all that an application is told. */
@WebServlet("/deed")
public class DeedServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @EJB
    private transient Deeds deeds;

    @EJB
    private transient Hoarder hoarder;

    @Override
    @SuppressWarnings("BanJNDI") // the names come from the tests alone
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        try {
            response.getWriter().print("ok " + done(request, InitialContext.doLookup(request.getParameter("jndi"))));
        } catch (NamingException | SQLException | RuntimeException failure) {
            ProbeServlet.tell(response.getWriter(), failure);
        }
    }

    private String done(HttpServletRequest request, DataSource source) throws SQLException {
        var with = request.getParameter("with");
        return switch (request.getParameter("what")) {
            case "book" -> deeds.book(source);
            case "crowd" -> deeds.crowd(source, Integer.parseInt(with));
            case "dawdle" -> deeds.dawdle(source, 0.3, with);
            case "take" -> hoarder.take(source);
            case "giveBack" -> hoarder.giveBack();
            default -> throw new IllegalArgumentException(request.getQueryString());
        };
    }
}
