package io.jobqueue.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import io.jobqueue.store.form.StoredFields;

/**
 * Reads the texts of a stored format from their files. In a file each separator is the
 * visible Unicode symbol of it.
 */
public final class FormatFiles {

	private static final char VISIBLE_UNIT = '\u241f';

	private static final char VISIBLE_ENTRY = '\u241e';

	private FormatFiles() {
	}

	/**
	 * Read the text of a file of format 1, as it is stored.
	 * @param test a class of the package that the file belongs to
	 * @param name the name of the file, without its extension
	 */
	public static String read(Class<?> test, String name) {
		try (InputStream file = test.getResourceAsStream("format-1/" + name + ".txt")) {
			if (file == null) {
				throw new IllegalArgumentException("There is no file '" + name + "' beside " + test.getName());
			}
			return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip()
				.replace(VISIBLE_UNIT, StoredFields.UNIT)
				.replace(VISIBLE_ENTRY, StoredFields.ENTRY);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return a stored text in the notation of the files. */
	public static String visible(String stored) {
		return stored.replace(StoredFields.UNIT, VISIBLE_UNIT).replace(StoredFields.ENTRY, VISIBLE_ENTRY);
	}

}
