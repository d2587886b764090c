package dev.berth.deploy;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Borrows from the DataSource of a JNDI name and answers "ok", or with all that an application is told instead. */
@WebServlet("/borrow")
public class ProbeServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    @SuppressWarnings("BanJNDI") // the names come from the tests alone
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        try {
            DataSource source = InitialContext.doLookup(request.getParameter("jndi"));
            try (var connection = source.getConnection();
                    var statement = connection.createStatement();
                    var row = statement.executeQuery("select current_user || ' in ' || current_database()")) {
                row.next();
                response.getWriter().print("ok " + row.getString(1));
            }
        } catch (NamingException | SQLException failure) {
            tell(response.getWriter(), failure);
        }
    }

    static void tell(PrintWriter out, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var state = cause instanceof SQLException sql ? " [" + sql.getSQLState() + "]" : "";
            out.println(cause.getClass().getName() + state + ": " + cause.getMessage());
        }
    }
}
