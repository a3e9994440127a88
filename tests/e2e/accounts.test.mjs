// The life of an account on screen: a forgotten password, signing out elsewhere, and the end (E10; T8).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ANA, BO } from "../support/api.mjs";
import { DESK, InboxPage, launch } from "../support/browser.mjs";
import { DevServer } from "../support/server.mjs";

let server, browser, ana, bo;
before(async () => {
  server = await DevServer.start();
  await server.setUp();
  browser = await launch();
  const context = () => browser.newContext({ viewport: DESK });
  ana = await InboxPage.signIn(await context(), server.url, ANA);
  bo = await InboxPage.signIn(await context(), server.url, BO);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const rowOf = (name) => ana.page.locator("section", { has: ana.page.getByRole("heading", { name: "Agents" }) }).locator("li", { hasText: name });

test("a forgotten password is replaced by a link, and every session before it ends", async () => {
  await ana.settings("Agents");
  await rowOf("bo@riverside.example").getByRole("button", { name: "Password link" }).click();
  const link = await ana.page.getByRole("dialog").locator("code").innerText();
  await ana.button("Done").click();

  const page = await (await browser.newContext({ viewport: DESK })).newPage();
  await page.goto(link);
  await page.getByLabel("New password").fill("password12");
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.getByText("This password is easy to guess").waitFor();
  await page.getByLabel("New password").fill("velvet-harbour-lamp");
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.getByLabel("Email").fill(BO.email);
  await page.getByLabel("Password").fill("velvet-harbour-lamp");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByText("This browser").waitFor();
  // Where Bo was signed in before, he is not any more.
  await bo.page.getByRole("heading", { name: "Sign in to the inbox" }).waitFor();

  await page.getByLabel("Current password").fill("velvet-harbour-lamp");
  await page.getByLabel("New password").fill("amber-lantern-quay");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("Changed.").waitFor();

  await rowOf("bo@riverside.example").getByRole("button", { name: "Deactivate" }).click();
  const question = ana.page.getByRole("dialog");
  await question.getByText("They are signed out everywhere").waitFor();
  await question.getByRole("button", { name: "Deactivate" }).click();
  await rowOf("bo@riverside.example").getByText("Deactivated").waitFor();
  await page.getByRole("heading", { name: "Sign in to the inbox" }).waitFor();
});

test("an invite that is open is listed and taken back; a team keeps an admin", async () => {
  const { page } = ana;
  await ana.button("Invite an agent").click();
  await ana.button("Done").click();
  await page.getByRole("heading", { name: "Open invites" }).waitFor();
  await ana.button("Take back").click();
  await page.getByRole("heading", { name: "Open invites" }).waitFor({ state: "detached" });
  await rowOf(ANA.email).getByRole("button", { name: "Make an agent" }).click();
  await page.getByText("The team would have no admin").waitFor();
  assert.equal(await rowOf(ANA.email).getByText("Admin", { exact: true }).count(), 1);
});
