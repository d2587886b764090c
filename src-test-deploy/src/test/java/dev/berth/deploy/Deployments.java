package dev.berth.deploy;

import dev.berth.Obligation;
import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What is deployed: this build's archives as they are, and small test applications beside them. */
final class Deployments {

    static final String RAR = "berth.rar";
    static final String EAR = "berth-bank.ear";

    private Deployments() {}

    static ResourceAdapterArchive rar() {
        return ShrinkWrap.createFromZipFile(ResourceAdapterArchive.class, archive(RAR));
    }

    static EnterpriseArchive bank() {
        return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, archive(EAR));
    }

    /** An application that uses the standalone adapter and may see the driver's classes in it. */
    static WebArchive application(Class<?>... classes) {
        return war("test.war", classes)
                .addAsManifestResource(
                        new StringAsset("Manifest-Version: 1.0\nDependencies: deployment." + RAR + "\n"),
                        "MANIFEST.MF");
    }

    static WebArchive war(String name, Class<?>... classes) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(
                        Await.class,
                        Database.class,
                        Tx.class,
                        Tx.Task.class,
                        Tx.Deed.class,
                        Notes.class,
                        Obligation.class)
                .addClasses(classes)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    private static File archive(String name) {
        return new File(System.getProperty("berth.it.archives"), name);
    }
}
