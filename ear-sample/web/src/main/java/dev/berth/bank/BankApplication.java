package dev.berth.bank;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything of the API lies below this path; the page lies beside it. */
@ApplicationPath("/api")
public class BankApplication extends Application {}
