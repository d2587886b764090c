package dev.berth.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The bank's page in a real browser, as people use it. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BankPageIT {

    private static final Dimension DESK = new Dimension(1200, 900);
    private static final Dimension PHONE = new Dimension(360, 740);

    private static ChromeDriver browser;

    @Deployment(testable = false)
    static EnterpriseArchive bank() {
        return Deployments.bank();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void openPage() throws Exception {
        if (browser == null) {
            // here and not before all: a class without any test would be reported, and no skipped one
            browser = Browser.open(DESK);
        }
        Bank.reset();
        browser.manage().window().setSize(DESK);
        load();
    }

    private static void load() {
        browser.get(Bank.uri("/").toString());
        patience()
                .until(ExpectedConditions.numberOfElementsToBeMoreThan(By.cssSelector("#accounts [data-user-id]"), 3));
        patience().until(ExpectedConditions.elementToBeClickable(By.id("send")));
    }

    private static WebDriverWait patience() {
        return new WebDriverWait(browser, Duration.ofSeconds(20));
    }

    private static WebElement element(String id) {
        return browser.findElement(By.id(id));
    }

    private static void choose(String from, String to, String amount) {
        new Select(element("fromId")).selectByValue(from);
        new Select(element("toId")).selectByValue(to);
        element("amount").sendKeys(amount);
    }

    private static void told(String status) {
        patience().until(ExpectedConditions.attributeToBe(By.id("result"), "data-status", status));
    }

    private static String shownBalance(String user) {
        return browser.findElement(By.cssSelector("#accounts [data-user-id='" + user + "'] .balance"))
                .getText();
    }

    @Test
    void the_accounts_are_shown_with_their_balances() {
        assertEquals("100.00", shownBalance("1"));
    }

    @Test
    void a_clicked_transfer_is_in_both_databases() throws Exception {
        choose("1", "2", "12.50");
        element("send").click();
        told("ok");
        assertEquals("1:87.50 2:62.50 3:25.50 4:0.00 entries:1", Bank.books());
    }

    @Test
    void a_transfer_is_shown_at_once() {
        choose("1", "2", "12.50");
        element("send").click();
        told("ok");
        assertEquals("87.50", shownBalance("1"));
        assertTrue(element("ledger").getText().contains("12.50"));
    }

    @Test
    void too_little_money_is_shown_as_an_error_and_changes_nothing() throws Exception {
        var before = Bank.books();
        choose("2", "1", "999");
        element("send").click();
        told("error");
        assertTrue(
                element("result").isDisplayed() && !element("result").getText().isEmpty());
        assertEquals(before, Bank.books());
    }

    @Test
    void what_is_no_amount_is_shown_as_an_error() {
        choose("1", "2", "much");
        element("send").click();
        told("error");
        assertTrue(
                element("result").getText().toLowerCase(java.util.Locale.ROOT).contains("amount"));
    }

    /** From the top of the page: Tab to the form, arrows to choose, Enter to send. */
    @Test
    void the_keyboard_alone_is_enough() throws Exception {
        var keys = new Actions(browser);
        tabTo("fromId");
        keys.sendKeys("Grace").perform();
        tabTo("toId");
        keys.sendKeys("Ada").perform();
        tabTo("amount");
        keys.sendKeys("7.25", Keys.ENTER).perform();
        told("ok");
        assertEquals("1:107.25 2:42.75 3:25.50 4:0.00 entries:1", Bank.books());
    }

    private static void tabTo(String id) {
        for (int i = 0; i < 10; i++) {
            if (id.equals(browser.switchTo().activeElement().getAttribute("id"))) {
                return;
            }
            new Actions(browser).sendKeys(Keys.TAB).perform();
        }
        throw new AssertionError("ten times Tab do not lead to #" + id);
    }

    @Test
    void a_phone_needs_no_scrolling_to_the_side() {
        choose("1", "2", "12.50");
        element("send").click();
        told("ok");
        browser.manage().window().setSize(PHONE);
        load();
        long wide = number("return document.documentElement.scrollWidth");
        long seen = number("return document.documentElement.clientWidth");
        assertTrue(wide <= seen, wide + " wide, " + seen + " seen");
    }

    @Test
    void a_phone_can_send_too() {
        browser.manage().window().setSize(PHONE);
        load();
        choose("1", "2", "1.00");
        element("send").click();
        told("ok");
        assertEquals("99.00", shownBalance("1"));
    }

    private static long number(String script) {
        return ((Number) browser.executeScript(script)).longValue();
    }

    /** Nothing from a network: each thing that the page loaded came from this bank. */
    @Test
    void the_page_loads_from_the_bank_alone() {
        long foreign = number("return performance.getEntriesByType('resource')"
                + ".filter(e => !e.name.startsWith(location.origin)).length");
        assertEquals(0, foreign);
    }
}
