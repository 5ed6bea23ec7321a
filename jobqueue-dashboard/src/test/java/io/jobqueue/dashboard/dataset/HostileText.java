package io.jobqueue.dashboard.dataset;

import java.util.List;

/** Texts that harm a page which does not treat them as text. */
public final class HostileText {

	/** It changes the title of a page in which it becomes an element. */
	public static final String IMAGE = "<img src=x onerror=\"document.title='hostile'\">";

	/** As it, with quotes that end an attribute. */
	public static final String ATTRIBUTE = "'\"><svg onload=\"document.title='hostile'\"></svg>";

	/** A script. */
	public static final String SCRIPT = "</pre></td><script>document.title='hostile'</script>";

	/** An address that runs a script. */
	public static final String ADDRESS = "javascript:document.title='hostile'";

	/**
	 * Expressions of templates, and characters that change the direction or a terminal.
	 */
	public static final String EXPRESSION = "${document.title='hostile'}{{7*7}}\u202Egpj.exe\u001B[31m\u0007";

	/** One word that is wider than a screen. */
	public static final String WIDE = "W".repeat(2_000);

	/** All of them. */
	public static final List<String> ALL = List.of(IMAGE, ATTRIBUTE, SCRIPT, ADDRESS, EXPRESSION, WIDE);

	private HostileText() {
	}

	/** Return one of them. */
	public static String of(int number) {
		return ALL.get(Math.floorMod(number, ALL.size()));
	}

}
