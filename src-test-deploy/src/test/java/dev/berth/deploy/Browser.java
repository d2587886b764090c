package dev.berth.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A Chromium of the machine's own, without a window; both programs are given, so nothing is asked of a network. */
final class Browser {

    private static final List<String> CHROMIUM = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");
    private static final List<String> DRIVER = List.of("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");

    private Browser() {}

    /** Opened; skips the test with its reason where there is none, and fails it in CI. */
    static ChromeDriver open(Dimension window) throws Exception {
        var chromium = find(CHROMIUM);
        var driver = find(DRIVER);
        if (chromium == null || driver == null) {
            var reason = "no Chromium with its driver in " + CHROMIUM + " and " + DRIVER
                    + ": apt-get install chromium chromium-driver";
            if ("true".equals(System.getenv("CI"))) {
                Assertions.fail("in CI the page is tested: " + reason);
            }
            Assumptions.abort(reason);
        }
        var work = Path.of(System.getProperty("berth.it.work"));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .withLogFile(work.resolve("chromedriver.log").toFile())
                .usingAnyFreePort()
                .build();
        var options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(work, "chromium-"));
        var browser = new ChromeDriver(service, options);
        browser.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
        browser.manage().window().setSize(window);
        return browser;
    }

    private static Path find(List<String> places) {
        return places.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
