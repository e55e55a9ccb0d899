using System.Text;
using System.Text.Json;
using Aion.Sidecar.Components.Bindings;
using Aion.Sidecar.Components.Bindings.LocalStorage;
using Aion.Testing;

namespace Aion.Sidecar.Tests.Components.Bindings;

public sealed class LocalStorageBindingTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly LocalStorageBinding binding;

    public LocalStorageBindingTests() => binding = new LocalStorageBinding(directory.Combine("root"));

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Create_ThenGet_AnswersTheBytes()
    {
        var created = await InvokeAsync("create", "\"hello there\"", "parts/a.txt");

        Assert.Equal("""{"fileName":"parts/a.txt"}""", Encoding.UTF8.GetString(created.Data.Span));
        Assert.Equal("hello there", Encoding.UTF8.GetString((await InvokeAsync("get", "", "parts/a.txt")).Data.Span));
        Assert.Equal("hello there", await File.ReadAllTextAsync(directory.Combine("root", "parts", "a.txt")));
    }

    [Fact]
    public async Task Create_Base64_StoresTheDecodedBytes()
    {
        byte[] bytes = [0, 1, 2, 255];
        await InvokeAsync("create", $"\"{Convert.ToBase64String(bytes)}\"", "a.bin");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(directory.Combine("root", "a.bin")));
    }

    [Theory]
    [InlineData("plain text, no JSON")]
    [InlineData("{\"json\": [1, 2]}")]
    [InlineData("\"unfinished")]
    [InlineData("")]
    public async Task Create_OtherData_IsStoredAsItIs(string data)
    {
        await InvokeAsync("create", data, "a.txt");
        Assert.Equal(data, await File.ReadAllTextAsync(directory.Combine("root", "a.txt")));
    }

    [Fact]
    public async Task Create_WithoutName_GivesOne()
    {
        var created = JsonSerializer.Deserialize<Dictionary<string, string>>((await InvokeAsync("create", "x y z")).Data.Span)!;
        Assert.True(Guid.TryParse(created["fileName"], out _));
        Assert.True(File.Exists(directory.Combine("root", created["fileName"])));
    }

    [Fact]
    public async Task List_AnswersAllFilesBelow()
    {
        await InvokeAsync("create", "1!", "b/two.txt");
        await InvokeAsync("create", "1!", "one.txt");
        var files = JsonSerializer.Deserialize<string[]>((await InvokeAsync("list", "")).Data.Span)!;
        Assert.Equal([directory.Combine("root", "b", "two.txt"), directory.Combine("root", "one.txt")], files);
    }

    [Fact]
    public async Task Delete_RemovesTheFile()
    {
        await InvokeAsync("create", "1!", "a.txt");
        await InvokeAsync("delete", "", "a.txt");
        await Assert.ThrowsAsync<FileNotFoundException>(() => InvokeAsync("get", "", "a.txt"));
        await Assert.ThrowsAsync<FileNotFoundException>(() => InvokeAsync("delete", "", "a.txt"));
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("..")]
    [InlineData("..\\outside.txt")]
    public async Task AnyOperation_NameThatLeavesTheFolder_IsRefused(string name)
    {
        directory.Write("outside.txt", "secret");
        foreach (var operation in binding.Operations)
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => InvokeAsync(operation, "overwritten!", name));
        }

        Assert.Equal("secret", await File.ReadAllTextAsync(directory.Combine("outside.txt")));
    }

    [Theory]
    [InlineData("link.txt")]
    [InlineData("folder/outside.txt")]
    public async Task AnyOperation_LinkThatLeavesTheFolder_IsRefused(string name)
    {
        directory.Write("outside.txt", "secret");
        File.CreateSymbolicLink(directory.Combine("root", "link.txt"), directory.Combine("outside.txt"));
        Directory.CreateSymbolicLink(directory.Combine("root", "folder"), directory.FullPath);

        foreach (var operation in binding.Operations)
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => InvokeAsync(operation, "overwritten!", name));
        }

        Assert.Equal("secret", await File.ReadAllTextAsync(directory.Combine("outside.txt")));
    }

    [Fact]
    public async Task Create_AbsoluteName_LiesInTheFolder()
    {
        await InvokeAsync("create", "1!", "/etc/a.txt");
        Assert.True(File.Exists(directory.Combine("root", "etc", "a.txt")));
    }

    [Fact]
    public async Task UnknownOperation_NamesTheKnownOnes()
    {
        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => InvokeAsync("move", ""));
        Assert.Equal("unsupported operation move; known: create, get, delete, list", exception.Message);
    }

    private Task<BindingResponse> InvokeAsync(string operation, string data, string? name = null) => binding.InvokeAsync(
        operation,
        Encoding.UTF8.GetBytes(data),
        name is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["fileName"] = name },
        CancellationToken.None).Within30s();
}
