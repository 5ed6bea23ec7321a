package io.jobqueue.dashboard.api.job;

import java.util.Map;

import io.jobqueue.autoconfigure.properties.DashboardProperties.Payloads;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoredTextTests {

	private static final String JSON = "{\"card\":\"4111\",\"items\":[{\"price\":9.50},null,true]}";

	@Test
	void shownTextIsAsItIsStored() {
		StoredText.Shown shown = new StoredText(Payloads.SHOWN).of(JSON);
		assertThat(shown).isEqualTo(new StoredText.Shown(JSON, JSON.length(), false));
	}

	@Test
	void maskedTextKeepsItsStructureAlone() {
		StoredText.Shown shown = new StoredText(Payloads.MASKED).of(JSON);
		assertThat(shown).isNotNull();
		assertThat(shown.text()).isEqualTo("{\"card\":\"***\",\"items\":[{\"price\":\"***\"},null,\"***\"]}");
		assertThat(new StoredText(Payloads.MASKED).of("no JSON")).extracting(StoredText.Shown::text).isEqualTo("***");
	}

	@Test
	void hiddenTextIsNotSent() {
		assertThat(new StoredText(Payloads.HIDDEN).of(JSON)).isNull();
		assertThat(new StoredText(Payloads.HIDDEN).of(Map.of("token", "secret"))).containsEntry("token", "***");
	}

	@Test
	void longTextIsCutAndItsSizeStated() {
		StoredText.Shown shown = new StoredText(Payloads.SHOWN).of("\"" + "ä".repeat(100_000) + "\"");
		assertThat(shown).isNotNull();
		assertThat(shown.text()).hasSize(64 * 1024);
		assertThat(shown.size()).isEqualTo(200_002);
		assertThat(shown.cut()).isTrue();
	}

	@Test
	void longTextIsNotCutInsideACharacter() {
		StoredText.Shown shown = new StoredText(Payloads.SHOWN).of("\"" + "👍".repeat(100_000) + "\"");
		assertThat(shown).isNotNull();
		assertThat(shown.text()).hasSize(64 * 1024 - 1).endsWith("👍");
	}

}
