package io.jobqueue.benchmarks;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.jobqueue.benchmarks.contender.Ceiling;
import io.jobqueue.benchmarks.contender.Program;
import io.jobqueue.benchmarks.library.Library;

/** The contenders of this module. */
public final class Programs {

	/** The column of the library, to which ratios refer. */
	static final String LIBRARY = "library";

	private Programs() {
	}

	/** The bare program on Redis. */
	public static Program ceiling() {
		return Program.java(Targets.CEILING, Ceiling.class.getName(), classPath()).sending("evalsha");
	}

	/**
	 * Return the class path of this program, which Maven runs in a class loader inside
	 * its own process.
	 */
	public static String classPath() {
		if (Programs.class.getClassLoader() instanceof URLClassLoader loader) {
			return Arrays.stream(loader.getURLs()).map(Programs::path).collect(Collectors.joining(File.pathSeparator));
		}
		return System.getProperty("java.class.path");
	}

	private static String path(URL url) {
		try {
			return Path.of(url.toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The class path has no file at " + url, ex);
		}
	}

	/** The library on Redis. */
	public static Program library() {
		return libraryInDatabase().sending("eval", "evalsha", "mget");
	}

	/** The library in the database at its address. */
	public static Program libraryInDatabase() {
		return Program.java(LIBRARY, Library.class.getName(), classPath());
	}

}
