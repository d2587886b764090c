package dev.berth.deploy.torture;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/** Runs an errand so many times, each in a transaction of its own. */
@WebServlet("/errand")
public class ErrandServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @EJB
    private transient Errands errands;

    @Resource
    private transient UserTransaction user;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        var errand = Errands.Errand.valueOf(request.getParameter("what"));
        try {
            for (int i = Integer.parseInt(request.getParameter("times")); i > 0; i--) {
                run(errand);
            }
        } catch (Exception e) {
            throw new ServletException(e);
        }
        response.getWriter().print("done");
    }

    private void run(Errands.Errand errand) throws Exception {
        switch (errand) {
            case BORROW_WITHOUT_TRANSACTION -> errands.borrow();
            case BORROW_IN_USER_TRANSACTION -> {
                user.begin();
                errands.borrow();
                user.commit();
            }
            default -> errands.run(errand);
        }
    }
}
