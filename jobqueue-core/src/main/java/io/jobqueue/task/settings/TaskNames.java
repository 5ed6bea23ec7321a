package io.jobqueue.task.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** The default names of tasks. */
public final class TaskNames {

	private static final Pattern WORD_END = Pattern.compile("([a-z0-9])([A-Z])");

	private static final Pattern ABBREVIATION_END = Pattern.compile("([A-Z]+)([A-Z][a-z])");

	private TaskNames() {
	}

	/**
	 * {@code SendWelcome} to {@code send-welcome}, {@code HTTPPing} to {@code http-ping}.
	 */
	public static String ofClass(Class<?> type) {
		return kebab(type.getSimpleName());
	}

	/** For a bean whose class has no usable name, such as a lambda. */
	public static String ofBean(String bean) {
		return kebab(bean);
	}

	private static String kebab(String name) {
		String words = WORD_END.matcher(name).replaceAll("$1-$2");
		return ABBREVIATION_END.matcher(words).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
	}

	/** {@code Reports.buildAll} to {@code reports.buildAll}. */
	public static String ofMethod(Class<?> beanType, String method) {
		return ofClass(beanType) + "." + method;
	}

}
