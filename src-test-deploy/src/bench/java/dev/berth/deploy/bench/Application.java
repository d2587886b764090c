package dev.berth.deploy.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.postgresql.Driver;

/** What runs in the server. */
final class Application {

    private static final Class<?>[] COMMON = {
        Account.class,
        Candidate.class,
        Case.class,
        Deeds.class,
        Operation.class,
        Route.class,
        Run.class,
        Span.class,
        Sql.class,
        Tally.class,
        Worker.class,
    };

    /** That of the server, which all use that have none of their own. */
    private static final String DRIVER = "org.postgresql";

    /** For what is compared with Berth itself. */
    private static final String DRIVER_OF_BERTH = "deployment.berth.rar";

    private static final String MANIFEST = "MANIFEST.MF";

    /** What it is deployed as. */
    static final String BARE = "bare.rar";

    static final String NOTHING = "nothing.jar";

    private Application() {}

    /**
     * The applications of the cases, written into the directory: one for each candidate, of the same classes, as each of a
     * user's has its own data source. In one of all of them the JVM would see ten classes of result sets at each call of a
     * loop over rows, and compile none of them into it, but for raw pgjdbc, which is called from elsewhere.
     */
    static List<Path> ofCases(Path directory) {
        return Arrays.stream(Candidate.values())
                .map(candidate -> write(ofCases(candidate), directory))
                .toList();
    }

    /** Where the servlet of that candidate's application is. */
    static String path(Candidate candidate, String servlet) {
        return "/" + name(candidate) + servlet + "?candidate=" + candidate;
    }

    private static String name(Candidate candidate) {
        return "bench-" + candidate.key();
    }

    private static WebArchive ofCases(Candidate candidate) {
        var war = war(name(candidate) + ".war", candidate == Candidate.RAW ? DRIVER_OF_BERTH : DRIVER)
                .addClasses(
                        BenchServlet.class,
                        ByHand.class,
                        TwoPhases.class,
                        CpuProfile.class,
                        Operations.class,
                        Sources.class)
                .addAsLibraries(jar(HikariDataSource.class));
        if (Case.JPA.takes(candidate)) {
            war.addAsWebInfResource(new StringAsset(webXml(candidate)), "web.xml")
                    .addAsResource(new StringAsset(persistenceXml(candidate)), "META-INF/persistence.xml");
        }
        return war;
    }

    /** The application that measures growth; the same. */
    static Path ofGrowth(Path directory) {
        return write(war("growth.war", DRIVER).addClasses(GrowthServlet.class, OpenStatements.class), directory);
    }

    /** An archive that does nothing: what deploying it takes is the server's price of any deployment at all. */
    static Path nothing(Path directory) {
        return write(
                ShrinkWrap.create(JavaArchive.class, NOTHING).addAsManifestResource(EmptyAsset.INSTANCE, "nothing"),
                directory);
    }

    /** The adapter with next to nothing in it, with a driver as Berth has one. */
    static Path bare(Path directory) {
        return write(bare().addAsLibraries(jar(Driver.class)), directory);
    }

    /**
     * The same, with the very classes of the driver that Berth brings: of another copy of them the JVM compiles one thing
     * into another at other places, and what that makes, up to a tenth, is nobody's.
     */
    static Path bareWithDriverOfBerth(Path directory) {
        return write(bare().addAsManifestResource(dependencies(DRIVER_OF_BERTH), MANIFEST), directory);
    }

    private static ResourceAdapterArchive bare() {
        var classes = ShrinkWrap.create(JavaArchive.class, "bare.jar")
                .addClasses(
                        BareBranch.class,
                        BareConnection.class,
                        BareFactory.class,
                        BareSessions.class,
                        BareSource.class,
                        TwoPhases.class);
        return ShrinkWrap.create(ResourceAdapterArchive.class, BARE)
                .addAsLibraries(classes)
                .addAsManifestResource(new StringAsset(raXml()), "ra.xml");
    }

    private static StringAsset dependencies(String driver) {
        return new StringAsset(
                "Manifest-Version: 1.0\nDependencies: " + driver + ",org.slf4j,jdk.management,jdk.jfr\n");
    }

    private static WebArchive war(String name, String driver) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(COMMON)
                .addAsLibraries(jar(Histogram.class))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsManifestResource(dependencies(driver), MANIFEST);
    }

    private static Path write(Archive<?> archive, Path directory) {
        var file = directory.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** The jar that the class was loaded from. */
    static File jar(Class<?> member) {
        try {
            return new File(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Unit(Candidate candidate, Route route) {

        static Stream<Unit> of(Candidate candidate) {
            return Arrays.stream(Route.values()).map(route -> new Unit(candidate, route));
        }

        String name() {
            return candidate.pool(route, Route.BANK);
        }

        String definition() {
            return """
                      <persistence-unit name="%s" transaction-type="JTA">
                        <jta-data-source>%s</jta-data-source>
                        <class>%s</class>
                      </persistence-unit>
                    """.formatted(name(), candidate.jndiName(route, Route.BANK), Account.class.getName());
        }

        String reference() {
            return """
                      <persistence-context-ref>
                        <persistence-context-ref-name>jpa/%s</persistence-context-ref-name>
                        <persistence-unit-name>%s</persistence-unit-name>
                      </persistence-context-ref>
                    """.formatted(name(), name());
        }
    }

    private static String persistenceXml(Candidate candidate) {
        return Unit.of(candidate)
                .map(Unit::definition)
                .collect(Collectors.joining(
                        "",
                        "<persistence xmlns=\"https://jakarta.ee/xml/ns/persistence\" version=\"3.0\">\n",
                        "</persistence>\n"));
    }

    private static String raXml() {
        return """
                <connector xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.1" metadata-complete="true">
                  <resourceadapter>
                    <outbound-resourceadapter>
                      <connection-definition>
                        <managedconnectionfactory-class>%s</managedconnectionfactory-class>
                %s        <connectionfactory-interface>javax.sql.DataSource</connectionfactory-interface>
                        <connectionfactory-impl-class>%s</connectionfactory-impl-class>
                        <connection-interface>java.sql.Connection</connection-interface>
                        <connection-impl-class>java.sql.Connection</connection-impl-class>
                      </connection-definition>
                      <transaction-support>XATransaction</transaction-support>
                      <reauthentication-support>false</reauthentication-support>
                    </outbound-resourceadapter>
                  </resourceadapter>
                </connector>
                """.formatted(
                        BareFactory.class.getName(),
                        property("connectionURL", "String")
                                + property("userName", "String")
                                + property("password", "String")
                                + property("local", "Boolean"),
                        BareSource.class.getName());
    }

    private static String property(String name, String type) {
        return """
                        <config-property>
                          <config-property-name>%s</config-property-name>
                          <config-property-type>java.lang.%s</config-property-type>
                        </config-property>
                """.formatted(name, type);
    }

    private static String webXml(Candidate candidate) {
        return Unit.of(candidate)
                .map(Unit::reference)
                .collect(Collectors.joining(
                        "",
                        "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">\n",
                        "</web-app>\n"));
    }
}
