package io.jobqueue.serialization;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.jobqueue.InvalidEncryptionException;
import io.jobqueue.PayloadException;
import io.jobqueue.annotation.Sensitive;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SensitiveTests {

	private static final Account ACCOUNT = new Account("ann", "s3cret", new Card("4111", new BigDecimal("12.50")),
			List.of("a1", "a2"));

	private final JacksonJobSerializer plain = new JacksonJobSerializer();

	private final JobSerializer first = encrypting("k1", "k1").within(TextScope.payload("pay"));

	static EncryptionKey key(String id) {
		byte[] bytes = new byte[32];
		bytes[0] = (byte) id.hashCode();
		return EncryptionKey.of(id, Base64.getEncoder().encodeToString(bytes));
	}

	static JacksonJobSerializer encrypting(String active, String... ids) {
		return new JacksonJobSerializer()
			.withEncryption(new PayloadEncryption(active, List.of(ids).stream().map(SensitiveTests::key).toList()));
	}

	@Test
	void valuesAreMarkedAndComeBack() {
		String json = this.plain.write(ACCOUNT);
		assertThat(json).isEqualTo("{\"user\":\"ann\",\"password\":{\"@sensitive\":\"s3cret\"},"
				+ "\"card\":{\"@sensitive\":{\"number\":\"4111\",\"limit\":12.50}},\"codes\":{\"@sensitive\":[\"a1\",\"a2\"]}}");
		assertThat(this.plain.read(json, Account.class)).isEqualTo(ACCOUNT);
	}

	@Test
	void valuesAreEncryptedWithAnotherNonceEachTime() {
		String json = this.first.write(ACCOUNT, Account.class);
		assertThat(json).contains("\"user\":\"ann\"", "\"key\":\"k1\"")
			.doesNotContain("s3cret", "\"4111\"", "\"a1\"", "\"a2\"");
		assertThat(this.first.write(ACCOUNT, Account.class)).isNotEqualTo(json);
		assertThat(this.first.read(json, Account.class)).isEqualTo(ACCOUNT);
	}

	@Test
	void valuesThatWereStoredBeforeAreRead() {
		String before = "{\"user\":\"ann\",\"password\":\"s3cret\",\"card\":{\"number\":\"4111\",\"limit\":12.50},"
				+ "\"codes\":[\"a1\",\"a2\"]}";
		assertThat(this.first.read(before, Account.class)).isEqualTo(ACCOUNT);
		assertThat(this.first.read(this.plain.write(ACCOUNT), Account.class)).isEqualTo(ACCOUNT);
	}

	@Test
	void keysAreRotated() {
		String json = this.first.write(ACCOUNT);
		JobSerializer rotated = encrypting("k2", "k2", "k1").within(TextScope.payload("pay"));
		assertThat(rotated.read(json, Account.class)).isEqualTo(ACCOUNT);
		assertThat(rotated.write(ACCOUNT)).contains("\"key\":\"k2\"").doesNotContain("\"k1\"");
	}

	@Test
	void unknownKeyIsNamed() {
		String json = this.first.write(new Login("s3cret"));
		for (JobSerializer other : List.of(this.plain, encrypting("k2", "k2"))) {
			assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> other.read(json, Login.class))
				.withMessageContainingAll("'k1'", "'/password'", "jobqueue.payload.encryption.keys")
				.withMessageNotContaining("s3cret");
		}
	}

	@Test
	void wrongKeyIsNamed() {
		JobSerializer other = new JacksonJobSerializer()
			.withEncryption(new PayloadEncryption("k1",
					List.of(EncryptionKey.of("k1", Base64.getEncoder().encodeToString("x".repeat(32).getBytes())))))
			.within(TextScope.payload("pay"));
		String json = this.first.write(new Login("s3cret"));
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> other.read(json, Login.class))
			.withMessageContainingAll("cannot be decrypted with key 'k1'", "'/password'");
	}

	@Test
	void valueCannotBeMovedToAnotherTask() {
		String json = this.first.write(ACCOUNT);
		for (TextScope scope : List.of(TextScope.payload("show"), TextScope.result("pay"), TextScope.step("pay", ""),
				TextScope.NONE)) {
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> this.first.within(scope).read(json, Account.class))
				.withMessageContaining("'k1'");
		}
	}

	@Test
	void valueCannotBeMovedToAnotherProperty() {
		String json = this.first.write(new Login("s3cret"));
		String moved = json.replace("\"password\"", "\"user\"");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.first.read(moved, Account.class))
			.withMessageContainingAll("'/user'", "stored elsewhere");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"@encrypted\":\"\",\"key\":\"k1\"}", "{\"@encrypted\":\"AAAA\",\"key\":\"k1\"}",
					"{\"@encrypted\":\"%%%\",\"key\":\"k1\"}", "{\"@encrypted\":1,\"key\":\"k1\"}",
					"{\"@encrypted\":\"AAAA\",\"key\":\"a b\"}" })
	void damagedValueIsRefused(String value) {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.first.read("{\"password\":" + value + "}", Login.class));
	}

	@Test
	void annotationOfAFieldBehindAGetterCounts() {
		assertThat(this.plain.write(new Bean())).isEqualTo("{\"pin\":{\"@sensitive\":\"1234\"}}");
	}

	@Test
	void valuesOfArraysAndSubtypesAreMarked() {
		assertThat(this.plain.write(new Pair("a", "b"))).isEqualTo("[\"a\",{\"@sensitive\":\"b\"}]");
		Shape shape = new Shape.Circle("r");
		String json = this.first.write(shape, Shape.class);
		assertThat(json).doesNotContain("\"r\"");
		assertThat(this.first.read(json, Shape.class)).isEqualTo(shape);
	}

	@Test
	void absentValueIsNotWritten() {
		assertThat(this.plain.write(new Sparse(null))).isEqualTo("{}");
		assertThat(this.plain.write(new Login(null))).isEqualTo("{\"password\":{\"@sensitive\":null}}");
		assertThat(this.plain.read("{\"password\":{\"@sensitive\":null}}", Login.class)).isEqualTo(new Login(null));
	}

	@Test
	void nestedMarksAreWrittenOnce() {
		Outer outer = new Outer(new Login("s3cret"));
		String json = this.plain.write(outer);
		assertThat(json).isEqualTo("{\"login\":{\"@sensitive\":{\"password\":\"s3cret\"}}}");
		assertThat(this.first.read(this.first.write(outer), Outer.class)).isEqualTo(outer);
	}

	@Test
	void payloadCannotHaveTheNamesOfMarks() {
		for (String name : List.of("@sensitive", "@encrypted")) {
			assertThatExceptionOfType(PayloadException.class)
				.isThrownBy(() -> this.plain.write(Map.of("a", Map.of(name, "x"))))
				.withMessageContainingAll("'/a'", "'" + name + "'");
		}
		assertThat(this.plain.write(Map.of("a", "@sensitive"))).isEqualTo("{\"a\":\"@sensitive\"}");
	}

	@Test
	void severalPropertiesForOneValueAreRefused() {
		assertThatExceptionOfType(PayloadException.class)
			.isThrownBy(() -> this.plain.write(new Unwrapped(new Login("s3cret"))))
			.withMessageContaining("@JsonUnwrapped");
		assertThatExceptionOfType(PayloadException.class).isThrownBy(() -> this.plain.write(new Any()))
			.withMessageContaining("@JsonAnyGetter");
	}

	@Test
	void markedValuesAreMaskedWithoutTheirType() {
		assertThat(this.plain.masked(this.plain.write(ACCOUNT), null))
			.isEqualTo("{\"user\":\"ann\",\"password\":\"***\",\"card\":\"***\",\"codes\":\"***\"}");
		assertThat(this.plain.masked(this.first.write(ACCOUNT), null))
			.isEqualTo("{\"user\":\"ann\",\"password\":\"***\",\"card\":\"***\",\"codes\":\"***\"}");
	}

	@Test
	void valuesWithoutMarksAreMaskedByTheirType() {
		String json = "{\"all\":[{\"user\":\"ann\",\"passwd\":\"s3cret\",\"Card\":{\"number\":\"4111\"}}]}";
		assertThat(this.plain.masked(json, Accounts.class))
			.isEqualTo("{\"all\":[{\"user\":\"ann\",\"passwd\":\"***\",\"Card\":\"***\"}]}");
		assertThat(this.plain.masked("{\"password\":\"s3cr", Accounts.class)).isEqualTo("\"***\"");
		assertThat(this.plain.masked("{\"password\":\"s3cr", String.class)).isEqualTo("{\"password\":\"s3cr");
		assertThat(this.plain.masked("{\"kind\":\"circle\",\"radius\":\"r\"}", Shape.class))
			.isEqualTo("{\"kind\":\"circle\",\"radius\":\"***\"}");
	}

	@Test
	void identityIsThatOfTheValue() {
		String one = this.first.write(ACCOUNT);
		assertThat(this.first.identity(one)).isEqualTo(this.first.identity(this.first.write(ACCOUNT)))
			.doesNotContain("s3cret");
		assertThat(this.first.identity(this.first.write(new Login("a"))))
			.isNotEqualTo(this.first.identity(this.first.write(new Login("b"))));
		assertThat(this.plain.identity("{\"a\":1}")).isEqualTo("{\"a\":1}");
	}

	@ParameterizedTest
	@CsvSource({ "k1, c2hvcnQ=, has 5 bytes", "k1, no!base64, not a text in Base64",
			"'a b', c2hvcnQ=, 1 to 64 letters" })
	void unusableKeyIsRefused(String id, String secret, String message) {
		assertThatExceptionOfType(InvalidEncryptionException.class).isThrownBy(() -> EncryptionKey.of(id, secret))
			.withMessageContaining(message)
			.withMessageNotContaining(secret)
			.withNoCause();
	}

	@Test
	void unusableSetOfKeysIsRefused() {
		assertThatExceptionOfType(InvalidEncryptionException.class).isThrownBy(() -> encrypting("k1", "k1", "k1"))
			.withMessageContaining("Two encryption keys have the id 'k1'");
		assertThatExceptionOfType(InvalidEncryptionException.class).isThrownBy(() -> encrypting("k3", "k1", "k2"))
			.withMessageContainingAll("'k3'", "[k1, k2]");
	}

	@Test
	void noTextHasAKey() {
		EncryptionKey key = key("k1");
		String secret = Base64.getEncoder().encodeToString(key.key().getEncoded());
		assertThat(key + " " + new PayloadEncryption("k1", List.of(key))).doesNotContain(secret).contains("k1");
	}

	record Account(String user, @Sensitive @JsonAlias("passwd") String password, @Sensitive Card card,
			@Sensitive List<String> codes) {
	}

	record Accounts(List<Account> all) {
	}

	record Card(String number, BigDecimal limit) {
	}

	record Login(@Sensitive @Nullable String password) {
	}

	record Outer(@Sensitive Login login) {
	}

	record Sparse(@Sensitive @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value) {
	}

	@JsonFormat(shape = JsonFormat.Shape.ARRAY)
	record Pair(String one, @Sensitive String two) {
	}

	record Unwrapped(@Sensitive @JsonUnwrapped Login login) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Shape.Circle.class, name = "circle"))
	sealed interface Shape {

		record Circle(@Sensitive String radius) implements Shape {
		}

	}

	static final class Bean {

		@Sensitive
		private final String code = "1234";

		@JsonProperty("pin")
		public String getCode() {
			return this.code;
		}

	}

	static final class Any {

		@JsonAnyGetter
		@Sensitive
		public Map<String, String> others() {
			return new LinkedHashMap<>(Map.of("a", "b"));
		}

	}

}
